package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.cli.base.CliCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley demo}. */
@Command(
        name = "demo",
        header = "See it work: a server, a task and three clients on this machine, in one go.",
        description = {
            "Starts a server on a free port of this machine, rolls DIR out to three clients that start from different"
                    + " states, shows their progress and that their folders equal the bundle at the end, "
                    + "and stops and deletes everything again.",
            "",
            "Exits 0 if every client ended as expected."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley demo                  with a sample configuration",
            "  parley demo ./config         with your own files; they are only read",
            "  parley demo --keep           leave the server running, to look at the admin page",
        })
public final class DemoCommand extends CliCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder to roll out (default: a sample configuration of a reverse proxy).")
    String source;

    @Option(names = "--keep", description = "Leave the server running until Ctrl-C, and print the admin link.")
    boolean keep;

    private final Program program = Program.ofThisProcess();

    @Override
    protected ExitCode run() {
        Path bundle = source == null ? program.example() : shell().path(source);
        if (!Files.isDirectory(bundle)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    bundle + " is not a folder.",
                    Files.exists(bundle) ? "It is a file." : "There is nothing with that name.",
                    "parley demo, or parley demo DIR with a folder that has files");
        }
        Instant begin = shell().clock().instant();
        boolean asExpected;
        try (DemoFolder place = DemoFolder.create()) {
            asExpected = run(place, bundle, begin);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The demo cannot write its files.",
                    e.getMessage() + ".",
                    "check the free space and the permissions of " + System.getProperty("java.io.tmpdir"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted.", "", "", e);
        }
        say("The server is stopped and everything deleted."
                + (asExpected ? " Next: parley serve, then parley task create DIR" : ""));
        return asExpected ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean run(DemoFolder place, Path bundle, Instant begin) throws IOException, InterruptedException {
        StatusLine status = new StatusLine(shell());
        status.show("Starting a server …");
        ServerFolder folder = place.serverFolder();
        ListenAddress listen = ListenAddress.of("127.0.0.1", PortCheck.anyFree());
        ServerPlan plan = ServerPlan.of(shell(), listen, ReachableUrls.of(listen, List.of()), true, folder.path());
        try (LocalServer server = place.keep(LocalServer.start(program, folder, plan))) {
            if (!server.awaitReady()) {
                return false;
            }
            status.clear();
            tell(shell().outStyle().bold("Parley demo") + ": a server, a task and three clients, all on this machine.");
            tell("");
            tell("The server is ready at " + server.url() + " after " + seconds(begin) + ".");

            DemoRun run = new DemoRun(shell(), server.url(), folder.adminKey(), place, json);
            DemoResult result = run.rollOut(bundle);
            report(result, begin);
            if (keep) {
                stay(place, server, folder);
            }
            return result.asExpected();
        } finally {
            status.clear();
        }
    }

    private void report(DemoResult result, Instant begin) {
        if (json) {
            print(json(result, begin));
            return;
        }
        Style style = shell().outStyle();
        print("");
        print("bundle  " + result.bundle().text());
        result.clients()
                .forEach(client -> print(client.name() + "  " + client.folder().text() + "  "
                        + (client.folder().equals(result.bundle()) ? "equal" : style.red("differs"))));
        print("");
        print(
                result.asExpected()
                        ? style.green("All three folders are the bundle now.") + " " + seconds(begin) + " in all."
                        : style.red("Not every client ended as expected.") + " " + seconds(begin) + " in all.");
        result.clients().stream()
                .filter(client -> !client.asExpected(result.bundle()))
                .forEach(client -> print("  " + client.name() + " was expected to end "
                        + client.expected().word() + ", and is "
                        + client.state().word() + ": " + client.detail()));
    }

    private JsonObject json(DemoResult result, Instant begin) {
        JsonArrayBuilder clients = Json.createArrayBuilder();
        for (DemoResult.Client client : result.clients()) {
            clients.add(Json.createObjectBuilder()
                    .add("name", client.name())
                    .add("from", client.from())
                    .add("state", client.state().word())
                    .add("changes", client.changes())
                    .add("bytes", client.bytes())
                    .add("folder", client.folder().text())
                    .add("asExpected", client.asExpected(result.bundle())));
        }
        return Json.createObjectBuilder()
                .add("asExpected", result.asExpected())
                .add("bundle", result.bundle().text())
                .add("clients", clients)
                .add("milliseconds", elapsed(begin).toMillis())
                .build();
    }

    private void stay(DemoFolder place, LocalServer server, ServerFolder folder) throws InterruptedException {
        Optional<String> code = folder.takeSignInCode();
        tell("");
        tell("The server keeps running (--keep) until Ctrl-C; all of it is deleted then. The admin page:");
        tell("  " + server.url() + code.map(each -> "/#sign-in=" + each).orElse(""));
        tell("Other commands find it with: export PARLEY_DATA=" + folder.path());
        folder.announce(
                new AnnouncedServer(server.url(), ProcessHandle.current().pid()));
        place.endsWhenAsked();
        server.awaitEnd();
    }

    // With --json standard output has one object, and the progress goes to standard error.
    private void tell(String line) {
        if (json) {
            say(line);
        } else {
            print(line);
            shell().out().flush();
        }
    }

    private Duration elapsed(Instant begin) {
        return Duration.between(begin, shell().clock().instant());
    }

    private String seconds(Instant begin) {
        return HumanFormat.duration(elapsed(begin));
    }
}
