package parley.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import parley.cli.rest.BundleSource;
import parley.cli.rest.Multipart;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Human;
import parley.cli.terminal.ProgressBar;
import parley.cli.watch.Watching;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task create DIR|FILE…}: uploads a bundle and starts a task with it. */
@Command(
        name = "create",
        header = "Start an update from files, and get the line to run on the clients.",
        description = {
            "One DIR: its contents, with their paths below DIR. Several: every file and folder under its own name.",
            "A single .zip, .tar.gz or .tgz is unpacked by the server. Symbolic links are refused.",
            "",
            "The last line on standard output is the command for the clients; all else goes to standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task create ./config",
            "  parley task create ./config --name edge --expires 2h --clients 50 --watch",
            "  parley task create nginx.conf sites-enabled --name web",
            "  parley task create release.tar.gz --draft"
        })
final class TaskCreate extends ServerCommand {

    @Parameters(arity = "1..*", paramLabel = "DIR|FILE", description = "What the clients are to get.")
    List<String> sources;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The task's name (default: that of the first DIR or FILE).")
    String name;

    @Option(names = "--notes", paramLabel = "TEXT", description = "A note that the clients are shown with the offer.")
    String notes;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long the token lets new clients in: 45m, 2h, 1d12h, PT2H (default: 24h).")
    Duration expires;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients the token lets in (default: 100).")
    Integer clients;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description =
                    "Where the clients reach the server, as ws:// or wss://; up to four (default: what the server knows).")
    List<String> publicUrls = List.of();

    @Option(names = "--draft", description = "Do not open the task yet; parley task start does.")
    boolean draft;

    @Option(names = "--qr", description = "Draw the token as a QR code too.")
    boolean qr;

    @Option(names = "--watch", description = "Stay and show how the clients get on.")
    boolean watch;

    @Override
    protected ExitCode run() {
        if (draft && (watch || qr)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "A draft has no token and no clients.",
                    "--draft does not go with " + (watch ? "--watch" : "--qr") + ".",
                    "leave --draft out, or run parley task start later");
        }
        BundleSource source =
                BundleSource.of(sources.stream().map(shell()::path).toList());
        rest().get("/server"); // a wrong address or key is told before anything is sent
        JsonObject bundle = upload(source);
        JsonObject answer = rest().post("/tasks", request(bundle.getString("sha256")));
        TaskRecord task = new TaskRecord(answer);
        if (json) {
            printJson(task, answer);
        } else {
            printText(task, bundle, answer);
        }
        return watch ? new Watching(shell(), rest(), json).watch(task.id()) : ExitCode.OK;
    }

    private String taskName() {
        if (name != null) {
            return name;
        }
        Path first = shell().path(sources.get(0));
        String text = first.getFileName() == null ? "" : first.getFileName().toString();
        String stem = Files.isDirectory(first) ? text : text.replaceFirst("(?i)\\.(zip|tar\\.gz|tgz)$", "");
        return SafeName.from(stem, "task");
    }

    private JsonObject upload(BundleSource source) {
        Multipart body = source.multipart(SafeName.from(taskName(), "bundle"), new SecureRandom());
        try (ProgressBar bar = new ProgressBar(shell(), "Uploading")) {
            long total = body.length();
            body.onProgress(sent -> bar.update(sent, total));
            return rest().upload("/bundles", body);
        }
    }

    private JsonObject request(String bundle) {
        JsonObjectBuilder policy = Json.createObjectBuilder();
        if (expires != null) {
            policy.add("expiresIn", expires.toString());
        }
        if (clients != null) {
            policy.add("maxClients", clients);
        }
        JsonObjectBuilder request =
                Json.createObjectBuilder().add("name", taskName()).add("bundle", bundle);
        if (notes != null) {
            request.add("notes", notes);
        }
        if (!publicUrls.isEmpty()) {
            request.add("urls", Json.createArrayBuilder(publicUrls));
        }
        return request.add("policy", policy).add("start", !draft).build();
    }

    private void printJson(TaskRecord task, JsonObject answer) {
        JsonObjectBuilder output = task.summary();
        if (!draft) {
            new IssuedToken(answer.getJsonObject("token")).addTo(output);
        }
        print(output.build());
    }

    private void printText(TaskRecord task, JsonObject bundle, JsonObject answer) {
        say("Bundle " + bundle.getString("name", "") + ": " + Human.count(bundle.getInt("files"), "file") + ", "
                + Human.size(bundle.getJsonNumber("bytes").longValue()) + ", " + bundle.getString("sha256"));
        if (draft) {
            say("Task " + task.name() + " is a draft (" + task.id() + ").");
            print("parley task start " + task.id());
            return;
        }
        IssuedToken token = new IssuedToken(answer.getJsonObject("token"));
        say("Task " + task.name() + " is " + task.state() + " (" + task.id() + "); its token " + token.terms(shell())
                + ".");
        token.print(shell(), qr);
    }
}
