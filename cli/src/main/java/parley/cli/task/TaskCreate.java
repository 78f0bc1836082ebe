package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.cli.base.SafeName;
import parley.cli.base.ServerCommand;
import parley.cli.bundle.BundleOptions;
import parley.cli.bundle.Shipment;
import parley.cli.bundle.UploadWarnings;
import parley.cli.policy.PolicyOptions;
import parley.cli.rest.Multipart;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.ProgressBar;
import parley.cli.token.ShownToken;
import parley.cli.watch.TaskWatcher;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
            "  parley task create --name fleet --target role=web ./web --target \"\" ./all-others",
            "  parley task create ./config --together --expected 5 --window \"SA,SU 02:00-04:00 Europe/Berlin\""
        })
final class TaskCreate extends ServerCommand {

    @Parameters(arity = "0..*", paramLabel = "DIR|FILE", description = "What the clients get.")
    List<String> sources = List.of();

    @Option(
            names = "--target",
            arity = "2",
            paramLabel = "SELECTOR DIR",
            hideParamSyntax = true,
            description = "What clients with matching labels get; repeatable, the first match counts. SELECTOR as"
                    + " Kubernetes writes it: \"role=web,env in (prod,stage),!canary\"; \"\" is everybody.")
    List<String> targets = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The task's name (default: that of the first DIR or FILE).")
    String name;

    @Option(names = "--notes", paramLabel = "TEXT", description = "A note that the clients are shown with the offer.")
    String notes;

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

    @ArgGroup(validate = false, heading = "%nWhat is shipped:%n")
    BundleOptions shipping = new BundleOptions();

    private final PolicyOptions policy = new PolicyOptions();

    /** Adds the options of the policy, which come from the table of its fields. */
    @Spec
    void addPolicy(CommandSpec command) {
        command.addArgGroup(policy.group());
    }

    @Override
    protected ExitCode run() {
        check();
        List<TargetSource> wanted = TargetSource.of(shell(), sources, targets, shipping);
        if (shipping.dryRun()) {
            return list(wanted);
        }
        rest().get("/server"); // a wrong address or key is told before anything is sent
        List<JsonObject> bundles = new ArrayList<>();
        wanted.forEach(target -> bundles.add(upload(target)));
        Optional<JsonObject> made =
                new RollBackQuestion(shell(), !json).post(rest(), "/tasks", request(wanted, bundles));
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

    private ExitCode list(List<TargetSource> wanted) {
        JsonArrayBuilder bundles = Json.createArrayBuilder();
        for (TargetSource target : wanted) {
            Shipment shipment = new Shipment(target.source());
            bundles.add(shipment.json().add("name", target.name()).add("selector", target.selector()));
            if (!json) {
                shipment.lines().forEach(this::print);
                shipment.warnings().forEach(warning -> say("Warning: " + warning));
                say("Nothing was sent. " + target.name() + " would have " + shipment.summary() + ".");
            }
        }
        if (json) {
            print(Json.createObjectBuilder().add("bundles", bundles).build());
        }
        return ExitCode.OK;
    }

    private void check() {
        if (draft && (watch || qr)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "A draft has no token and no clients.",
                    "--draft does not go with " + (watch ? "--watch" : "--qr") + ".",
                    "leave --draft out, or run parley task start later");
        }
        if (policy.togetherWithAnybody()) {
            say("Note: --together without --expected: the switch-over waits only for clients that have "
                    + "joined by then, so the first client may apply before the second one joins.");
        }
    }

    private String taskName() {
        return name != null ? name : TargetSource.name(shell().path(firstSource()), "task");
    }

    private String firstSource() {
        return sources.isEmpty() ? targets.get(1) : sources.get(0);
    }

    private String bundleName(TargetSource target) {
        return targets.isEmpty() ? SafeName.from(taskName(), "bundle") : target.name();
    }

    private JsonObject upload(TargetSource target) {
        Multipart body = target.source().multipart(bundleName(target), new SecureRandom());
        JsonObject bundle = send(body);
        if (!json) {
            UploadWarnings.of(bundle).forEach(this::say);
        }
        return bundle;
    }

    private JsonObject send(Multipart body) {
        try (ProgressBar bar = new ProgressBar(shell(), "Uploading")) {
            long total = body.length();
            body.onProgress(sent -> bar.update(sent, total));
            return rest().upload("/bundles", body);
        }
    }

    private JsonObject request(List<TargetSource> wanted, List<JsonObject> bundles) {
        JsonObjectBuilder request = Json.createObjectBuilder().add("name", taskName());
        if (targets.isEmpty()) {
            request.add("bundle", bundles.get(0).getString("sha256")).add("bundleName", bundleName(wanted.get(0)));
        } else {
            JsonArrayBuilder list = Json.createArrayBuilder();
            for (int i = 0; i < wanted.size(); i++) {
                list.add(Json.createObjectBuilder()
                        .add("selector", wanted.get(i).selector())
                        .add("bundle", bundles.get(i).getString("sha256"))
                        .add("bundleName", bundleName(wanted.get(i))));
            }
            request.add("targets", list);
        }
        if (notes != null) {
            request.add("notes", notes);
        }
        if (!publicUrls.isEmpty()) {
            request.add("urls", Json.createArrayBuilder(publicUrls));
        }
        return request.add("policy", policy.json(shell().clock().getZone()))
                .add("start", !draft)
                .build();
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
        if (!draft) {
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
