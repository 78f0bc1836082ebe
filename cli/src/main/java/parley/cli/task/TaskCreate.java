package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.token.ShownToken;
import parley.cli.watch.TaskWatcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task create DIR|FILE…}: uploads a bundle and starts a task with it. */
@Command(
        name = "create",
        header = "Start an update from files, and get the line to run on the clients.",
        description = {
            "One DIR: its contents, with their paths below DIR. Several: every file and folder under its own name.",
            "A single .zip, .tar.gz or .tgz is unpacked by the server.",
            "Symbolic links that stay inside are shipped as links; others are refused. See --links.",
            "",
            "The last line on standard output is the command for the clients; all else goes to standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task create ./config",
            "  parley task create ./config --name edge --expires 2h --clients 50 --watch",
            "  parley task create nginx.conf sites-enabled --name web",
            "  parley task create release.tar.gz --draft",
            "  parley task create ./config --start-at 2026-11-23T02:00:00+01:00",
            "  parley task create --from edge --waves 1,10%%,100%%",
            "  parley task create --name fleet --target role=web ./web --target \"\" ./all-others",
            "  parley task create ./config --together --expected 5 --window \"SA,SU 02:00-04:00 Europe/Berlin\""
        })
final class TaskCreate extends ServerCommand {

    @Parameters(arity = "0..*", paramLabel = "DIR|FILE", description = "What the clients get.")
    List<String> sources = List.of();

    @Mixin
    TaskContent content = new TaskContent();

    @Option(
            names = "--from",
            paramLabel = "TASK",
            description = "Take from this task what is not given here: name, notes, labels, what the clients get,"
                    + " policy.")
    String from;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description =
                    "Where the clients reach the server, as ws:// or wss://; up to four (default: what the server "
                            + "knows).")
    List<String> publicUrls = List.of();

    @Option(names = "--draft", description = "Do not open the task yet; parley task start does.")
    boolean draft;

    @Option(names = "--qr", description = "Draw the token as a QR code too.")
    boolean qr;

    @Option(names = "--watch", description = "Stay and show the clients' progress.")
    boolean watch;

    @Override
    protected ExitCode run() {
        check();
        List<TargetSource> wanted = from != null && sources.isEmpty() && content.targets.isEmpty()
                ? List.of()
                : content.sources(shell(), sources);
        if (content.shipping.dryRun()) {
            content.list(wanted, json, this::print, this::say);
            return ExitCode.OK;
        }
        rest().get("/server"); // a wrong address or key is told before anything is sent
        Optional<TaskRecord> copied = Optional.ofNullable(from).map(new TaskLookup(rest())::find);
        String name = taskName(copied);
        List<JsonObject> bundles = content.upload(shell(), rest(), wanted, name, json ? warning -> {} : this::say);
        JsonObject request = request(wanted, bundles, copied, name);
        Optional<JsonObject> made = new RollBackQuestion(shell(), !json).post(rest(), "/tasks", request);
        return made.map(answer -> show(answer, bundles)).orElse(ExitCode.FAILED);
    }

    private ExitCode show(JsonObject answer, List<JsonObject> bundles) {
        TaskRecord task = new TaskRecord(answer);
        if (json) {
            printJson(task, bundles, answer);
        } else {
            printText(task, answer);
        }
        return watch ? new TaskWatcher(shell(), rest(), json).watch(task.id()) : ExitCode.OK;
    }

    private void check() {
        content.check(shell());
        if (staysDraft() && (watch || qr)) {
            String why = draft ? "--draft" : "--start-at";
            throw new CliProblem(
                    ExitCode.USAGE,
                    "A draft has no token and no clients.",
                    why + " does not go with " + (watch ? "--watch" : "--qr") + ".",
                    "leave " + why + " out, or run parley task start later");
        }
        if (content.policy().togetherWithAnybody()) {
            say("Note: --together without --expected: the switch-over waits only for clients that have "
                    + "joined by then, so the first client may apply before the second one joins.");
        }
    }

    private boolean staysDraft() {
        return draft || content.startAt != null;
    }

    private String taskName(Optional<TaskRecord> copied) {
        return content.name != null
                ? content.name
                : copied.map(TaskRecord::name).orElseGet(() -> TargetSource.name(shell().path(firstSource()), "task"));
    }

    private String firstSource() {
        return sources.isEmpty() ? content.targets.get(1) : sources.get(0);
    }

    private JsonObject request(
            List<TargetSource> wanted, List<JsonObject> bundles, Optional<TaskRecord> copied, String name) {
        JsonObjectBuilder request = content.request(shell(), wanted, bundles, Optional.of(name));
        copied.ifPresent(task -> request.add("from", task.id()));
        if (!publicUrls.isEmpty()) {
            request.add("urls", Json.createArrayBuilder(publicUrls));
        }
        return request.add("start", !staysDraft()).build();
    }

    private void printJson(TaskRecord task, List<JsonObject> bundles, JsonObject answer) {
        JsonObjectBuilder output = task.summary();
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        bundles.stream()
                .filter(bundle -> bundle.containsKey("warnings"))
                .forEach(bundle -> bundle.getJsonArray("warnings").forEach(warnings::add));
        JsonArray all = warnings.build();
        if (!all.isEmpty()) {
            output.add("warnings", all);
        }
        task.text("startAt").ifPresent(at -> output.add("startAt", at));
        if (!staysDraft()) {
            new ShownToken(answer.getJsonObject("token")).addTo(output);
        }
        print(output.build());
    }

    private void printText(TaskRecord task, JsonObject answer) {
        task.targets().stream()
                .map(target -> target.getJsonObject("bundle"))
                .forEach(bundle -> say("Bundle " + bundle.getString("name", "") + ": "
                        + HumanFormat.count(bundle.getInt("files"), "file") + ", "
                        + HumanFormat.size(bundle.getJsonNumber("bytes").longValue()) + ", "
                        + bundle.getString("sha256")));
        Optional<Instant> startAt = task.time("startAt");
        if (startAt.isPresent()) {
            say("Task " + task.name() + " is a draft (" + task.id() + "). It starts by itself at "
                    + HumanFormat.time(startAt.get(), shell().clock()) + "; the line for the clients comes then from:");
            print("parley token create " + task.id());
            return;
        }
        if (draft) {
            say("Task " + task.name() + " is a draft (" + task.id() + ").");
            print("parley task start " + task.id());
            return;
        }
        ShownToken token = new ShownToken(answer.getJsonObject("token"));
        say("Task " + task.name() + " is " + task.state() + " (" + task.id() + "); its token " + token.terms(shell())
                + ".");
        token.print(shell(), qr);
    }
}
