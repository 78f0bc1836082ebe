package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import parley.cli.backup.Restore;
import parley.cli.base.CliCommand;
import parley.cli.rest.RunFiles;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HostName;
import parley.cli.terminal.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley serve}. */
@Command(
        name = "serve",
        header = "Run the server on this machine, until Ctrl-C.",
        description = {
            "Needs nothing but a data folder: the database and the uploaded files are kept there.",
            "",
            "Clients may come from anywhere: their sessions are protected by the join token. REST, page, health "
                    + "and metrics"
                    + " answer on this machine only."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley serve                                             listen on all addresses, port 8080",
            "  parley serve --host 127.0.0.1 --port 9000                on this machine only",
            "  parley serve --public-url wss://parley.example.org       what clients behind a proxy use",
        })
public final class ServeCommand extends CliCommand {

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: all).")
    String host = "0.0.0.0";

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: PARLEY_DATA, else XDG_DATA_HOME/parley/server, else "
                    + "~/.local/share/parley/server).")
    String data;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "An address at which clients reach this server, ws:// or wss://; up to four times (default: "
                    + "the addresses of this machine).")
    List<String> publicUrls = List.of();

    private final Program program;

    public ServeCommand() {
        this(Program.ofThisProcess());
    }

    ServeCommand(Program program) {
        this.program = program;
    }

    @Override
    protected ExitCode run() {
        ListenAddress listen = ListenAddress.of(host, port);
        List<String> urls = publicUrls.isEmpty()
                ? ReachableUrls.of(listen, ReachableUrls.interfacesUp())
                : ReachableUrls.named(publicUrls);
        ServerDataFolder chosen = Optional.ofNullable(data)
                .or(this::dataOption)
                .map(named -> new ServerDataFolder(shell().path(named)))
                .orElseGet(() -> ServerDataFolder.usual(shell()));
        ServerFolder folder = ServerFolder.open(chosen);
        try {
            checkIsComplete(folder);
            PortCheck.free(listen);
            serve(folder, ServerPlan.of(shell(), listen, urls, false, folder.path()));
            return ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(ExitCode.INTERRUPTED, "Interrupted.", "", "", e);
        } finally {
            folder.close();
        }
    }

    private static void checkIsComplete(ServerFolder folder) {
        if (Restore.isIncomplete(folder.path())) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The data folder " + folder.path() + " is incomplete.",
                    "A restore of it was interrupted.",
                    "parley restore-server FILE --force, with the same --data");
        }
    }

    private void serve(ServerFolder folder, ServerPlan plan) throws InterruptedException {
        StatusLine status = new StatusLine(shell());
        status.show("Starting the server …");
        LocalServer server = LocalServer.start(program, folder, plan);
        ShutdownAction whenTold = new ShutdownAction(() -> stop(server, folder));
        try (server) {
            if (server.awaitReady()) {
                folder.announce(new AnnouncedServer(
                        server.url(), ProcessHandle.current().pid()));
                status.clear();
                note(folder, server.url());
                ready(folder, plan);
            }
            server.awaitEnd();
        } finally {
            whenTold.close();
            status.clear();
        }
    }

    private void note(ServerFolder folder, String url) {
        RunFiles.of(shell(), HostName.ofThisMachine())
                .write(
                        new RunFiles.Found(folder.path(), url),
                        ProcessHandle.current().pid())
                .ifPresentOrElse(
                        folder::noted,
                        () -> say("Other commands find this server by --data " + folder.path()
                                + " only: there is no state folder to note it in (XDG_STATE_HOME)."));
    }

    // Ctrl-C and SIGTERM are the normal way to stop a server: that is a success, not the 130 or 143 of the JVM.
    private ExitCode stop(LocalServer server, ServerFolder folder) {
        if (server.leavesArchive()) {
            say("Stopping (this once it takes some seconds longer, so that the next start is faster) …");
        }
        server.close();
        folder.close();
        say("Stopped.");
        return ExitCode.OK;
    }

    private void ready(ServerFolder folder, ServerPlan plan) {
        String url = plan.listen().localUrl();
        Optional<String> link = folder.takeSignInCode().map(code -> url + "/#sign-in=" + code);
        if (json) {
            JsonObjectBuilder ready = Json.createObjectBuilder()
                    .add("url", url)
                    .add("data", folder.path().toString())
                    .add("publicUrls", Json.createArrayBuilder(plan.publicUrls()))
                    .add("pid", ProcessHandle.current().pid());
            link.ifPresent(each -> ready.add("signInLink", each));
            print(ready.build());
            return;
        }
        Style style = shell().outStyle();
        print(style.bold("Parley is ready") + " at " + url + "  (Ctrl-C stops it)");
        print("  data        " + folder.path());
        print("  clients use " + String.join("  ", plan.publicUrls()));
        print("  admin page  "
                + link.map(each -> each + "  (works once, for 30 minutes)")
                        .orElse(url + "  (sign in with the key in " + folder.adminKey() + ")"));
        shell().out().flush();
    }
}
