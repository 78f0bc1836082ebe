package parley.cli.join;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogManager;
import parley.apply.DirectoryUpdate;
import parley.cli.Version;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Human;
import parley.cli.terminal.Shell;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.message.Change;
import parley.message.Offer;
import parley.protocol.JoinToken;

/** One run of {@code parley join}: says whom it talks to, lets the client library do the work, and says how it ended. */
public final class JoinRun {

    private final Shell shell;
    private final JoinToken token;
    private final Destination destination;
    private final DirectoryUpdate.Builder update;
    private String name;
    private Map<String, String> labels = Map.of();
    private Path stateFolder;
    private Optional<Duration> timeout = Optional.empty();
    private boolean checkCertificates;
    private boolean commands;
    private boolean yes;
    private boolean dryRun;

    public JoinRun(Shell shell, JoinToken token, Destination destination, DirectoryUpdate.Builder update) {
        this.shell = shell;
        this.token = token;
        this.destination = destination;
        this.update = update;
    }

    public JoinRun as(String clientName, Map<String, String> clientLabels) {
        name = clientName;
        labels = clientLabels;
        return this;
    }

    public JoinRun deciding(boolean yesToAll, boolean onlyLook) {
        yes = yesToAll;
        dryRun = onlyLook;
        return this;
    }

    /** Whether the certificate of a wss server is checked as well; its key in the token is checked always. */
    public JoinRun checkingCertificates(boolean check) {
        checkCertificates = check;
        return this;
    }

    /** Whether a check or run command was given. */
    public JoinRun withCommands(boolean some) {
        commands = some;
        return this;
    }

    public JoinRun within(Optional<Duration> time) {
        timeout = time;
        return this;
    }

    public JoinRun stateFolder(Path folder) {
        stateFolder = folder;
        return this;
    }

    /** Blocks until the client has ended, the time is over, or the changes of a dry run have been shown. */
    public ExitCode run(boolean json) {
        if (shell.variable("PARLEY_DEBUG").isEmpty()) {
            LogManager.getLogManager().reset(); // what the libraries log is not for whoever stands at the client
        }
        introduce();
        Asking asking = new Asking(shell, yes, dryRun, json && yes);
        try (JoinDisplay display = new JoinDisplay(shell, commands);
                DirectoryUpdate handler = update.confirmation(asking)
                        .server(token.serverKey().fingerprint())
                        .build();
                UpdateClient client = client(handler, display)) {
            Thread interrupted = new Thread(() -> stop(client, display), "parley-join-interrupted");
            Runtime.getRuntime().addShutdownHook(interrupted);
            try {
                return end(client.start(), asking, display, json);
            } finally {
                removeHook(interrupted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder could not be let go", e);
        }
    }

    private void introduce() {
        say("Server    " + String.join(", ", token.urls()));
        say("Identity  " + token.serverKey().fingerprint());
        say("Folder    " + destination.folder() + " (" + destination.situation() + ")");
        say("Name      " + name);
        if (token.notAfter().isBefore(shell.clock().instant())) {
            say("The token says that it expired " + Human.fromNow(token.notAfter(), shell.clock())
                    + "; the server's clock decides.");
        }
    }

    private UpdateClient client(DirectoryUpdate handler, JoinDisplay display) {
        UpdateClient.Builder client = UpdateClient.builder(token)
                .name(name)
                .agent("parley", Version.text())
                .checkCertificates(checkCertificates)
                .stateFolder(stateFolder)
                .handler(handler)
                .listener(display);
        labels.forEach(client::label);
        return client.build();
    }

    private ExitCode end(CompletableFuture<Outcome> outcome, Asking asking, JoinDisplay display, boolean json) {
        try {
            CompletableFuture<Object> first = CompletableFuture.anyOf(outcome, asking.shown());
            Object end = timeout.isPresent() ? first.get(timeout.get().toMillis(), TimeUnit.MILLISECONDS) : first.get();
            display.close();
            return end instanceof Offer offer ? looked(offer, json) : ended((Outcome) end, json);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UpdateException problem) {
                throw Ending.problem(problem);
            }
            throw new IllegalStateException("the client ended in an unexpected way", e.getCause());
        } catch (TimeoutException e) {
            throw timeIsOver(display.hasConnected(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem(
                    ExitCode.INTERRUPTED,
                    "Interrupted.",
                    "Nothing is half done.",
                    "run the same command again to go on",
                    null,
                    e);
        }
    }

    private CliProblem timeIsOver(boolean connected, TimeoutException cause) {
        return new CliProblem(
                connected ? ExitCode.FAILED : ExitCode.UNREACHABLE,
                "The time is over: " + Human.duration(timeout.orElseThrow()) + ".",
                connected
                        ? "The update has not ended by then; nothing is half done."
                        : "The server was not reached by then.",
                "run the same command again to go on",
                null,
                cause);
    }

    private ExitCode ended(Outcome outcome, boolean json) {
        if (json) {
            shell.out().println(Ending.json(outcome, destination.folder()));
        } else {
            Ending.print(outcome, destination.folder(), shell);
        }
        return Ending.exit(outcome);
    }

    private ExitCode looked(Offer offer, boolean json) {
        if (json) {
            shell.out().println(changes(offer));
        } else {
            shell.out()
                    .println(
                            "Dry run: nothing was changed. The offer stays open; run the command without --dry-run to take it.");
        }
        return ExitCode.OK;
    }

    private JsonObject changes(Offer offer) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        for (Change change : offer.changes()) {
            changes.add(Json.createObjectBuilder()
                    .add("path", change.path())
                    .add("action", change.action().word())
                    .add("bytes", change.bytes()));
        }
        return Json.createObjectBuilder()
                .add("state", "offered")
                .add("folder", destination.folder().toString())
                .add("changes", changes)
                .build();
    }

    private void stop(UpdateClient client, JoinDisplay display) {
        display.close();
        say("");
        say("Interrupted. Nothing is left half done; run the same command again to go on.");
        client.close();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down: the hook is what closes the client now
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        shell.err().println(line);
        shell.err().flush();
    }
}
