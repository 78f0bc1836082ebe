package parley.cli.join;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.apply.DestinationStatus;
import parley.apply.DirectoryUpdate;
import parley.cli.base.Version;
import parley.cli.machine.DestinationFolder;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.client.CopiedState;
import parley.client.Outcome;
import parley.client.RememberedServers;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.client.UpdateHandler;
import parley.message.Offer;
import parley.protocol.JoinToken;

/** One run of {@code parley join}: shows the server, runs the client library, and shows how it ended. */
public final class JoinRun {

    private final Shell shell;
    private final JoinToken token;
    private final DestinationFolder destination;
    private final DirectoryUpdate.Builder update;
    private final OfferPrompt deciding;
    private final String name;
    private final Path stateFolder;
    private Map<String, String> labels = Map.of();
    private CopiedState copied = CopiedState.REFUSE;
    private Optional<CopiedState> ifCopied = Optional.empty();
    private boolean hostNamesClient;
    private boolean asksIfCopied;
    private Optional<Duration> timeout = Optional.empty();
    private boolean checkCertificates;
    private boolean commands;
    private boolean dryRun;
    private boolean stay;
    private boolean detailed;
    private boolean json;

    /** {@code update} applies the files, {@code deciding} decides on the offer. */
    public JoinRun(
            Shell shell,
            JoinToken token,
            DestinationFolder destination,
            DirectoryUpdate.Builder update,
            OfferPrompt deciding,
            String name,
            Path stateFolder) {
        this.shell = shell;
        this.token = token;
        this.destination = destination;
        this.update = update;
        this.deciding = deciding;
        this.name = name;
        this.stateFolder = stateFolder;
    }

    public JoinRun labelled(Map<String, String> clientLabels) {
        labels = clientLabels;
        return this;
    }

    /** Whether it is a dry run. */
    public JoinRun looking(boolean only) {
        dryRun = only;
        return this;
    }

    /** Whether the client stays for further updates. */
    public JoinRun staying(boolean on) {
        stay = on;
        return this;
    }

    /** Whether the certificate of a wss server is checked as well; the key in the token is always checked. */
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

    /**
     * What to do about a copied state folder, if an option says it; whether the client has the name of its host; and
     * whether a person may be asked.
     */
    public JoinRun copied(Optional<CopiedState> choice, boolean nameOfHost, boolean ask) {
        ifCopied = choice;
        hostNamesClient = nameOfHost;
        asksIfCopied = ask;
        return this;
    }

    /** Whether the outcome is printed as JSON, and whether nothing to do has its own exit code. */
    public JoinRun telling(boolean asJson, boolean detailedExitCode) {
        json = asJson;
        detailed = detailedExitCode;
        return this;
    }

    /** Blocks until the client has ended, the time is over, or a dry run has its result. */
    public ExitCode run() {
        if (shell.variable("PARLEY_DEBUG").isEmpty()) {
            LogManager.getLogManager().reset(); // what the libraries log is not for whoever stands at the client
        }
        checkCommands();
        introduce();
        UnansweredOffer silence = deciding.silence();
        try (JoinDisplay display = new JoinDisplay(shell, commands, this::endedMeanwhile, this::held);
                DirectoryUpdate machine =
                        update.server(token.serverKey().fingerprint()).build();
                UpdateClient client = client(
                        dryRun ? new DryRunHandler(machine, silence, this::isUnderWay, this::looked) : machine,
                        display)) {
            Thread interrupted = new Thread(() -> stop(client, display), "parley-join-interrupted");
            Runtime.getRuntime().addShutdownHook(interrupted);
            try {
                return end(client.start(), display);
            } finally {
                removeHook(interrupted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder could not be released", e);
        }
    }

    private void checkCommands() {
        try (DirectoryUpdate machine = update.build()) {
            machine.commandFault().ifPresent(fault -> {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "A command cannot be started; the server was not asked, and nothing was changed.",
                        ErrorText.printable(Character.toUpperCase(fault.charAt(0)) + fault.substring(1)) + ".",
                        "correct --check or --run; a path is relative to " + destination.folder());
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the folder could not be released", e);
        }
    }

    private void introduce() {
        say("Server    " + String.join(", ", token.urls()));
        say("Identity  " + token.serverKey().fingerprint());
        say("Folder    " + destination.folder() + " (" + destination.situation() + ")");
        say("Name      " + name);
        Optional<CopiedState> choice = ifCopied.filter(how -> !dryRun || how != CopiedState.NEW_KEY);
        copied = new CopyCheck(shell, stateFolder, choice, hostNamesClient, asksIfCopied && shell.canAsk())
                .decide(token.serverKey().fingerprint(), name);
        if (token.notAfter().isBefore(shell.clock().instant())) {
            say("The token says that it expired " + HumanFormat.fromNow(token.notAfter(), shell.clock())
                    + "; the server's clock decides.");
        }
        destination.status().ifPresent(this::takeUp);
        deciding.comeBack(remembered()
                .filter(task -> task.deferredUntil().isPresent())
                .flatMap(task -> task.offer().stream())
                .map(Offer::offer)
                .collect(Collectors.toSet()));
    }

    /** The tasks of this server in the state folder. */
    private Stream<RememberedServers.Task> remembered() {
        try {
            return RememberedServers.in(stateFolder).servers().stream()
                    .filter(server ->
                            server.fingerprint().equals(token.serverKey().fingerprint()))
                    .flatMap(server -> server.tasks().stream());
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "What this machine remembers of its updates cannot be read.",
                    e.getMessage() + ".",
                    "fix that, or move " + stateFolder + " away to start again",
                    e);
        }
    }

    private boolean isUnderWay(String taskId) {
        return remembered().anyMatch(task -> task.id().equals(taskId) && task.agreed());
    }

    private void takeUp(DestinationStatus status) {
        String server = token.serverKey().fingerprint();
        status.installed()
                .filter(now -> now.origin().server().equals(server))
                .ifPresent(now -> deciding.since(now.origin().bundle().sequence()));
        if (status.open().isEmpty()) {
            return;
        }
        Optional<Instant> until = status.open().get().confirmUntil();
        String what = until.map(at -> "An update of this folder waits to be confirmed until "
                        + HumanFormat.time(at, shell.clock()) + ".")
                .orElse("An update of this folder was interrupted.");
        if (dryRun) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    what,
                    "A dry run neither finishes nor undoes anything, so it ends here.",
                    "run the command without --dry-run, which brings it to an end first");
        }
        say(what + (until.isPresent() ? "" : " It is finished or undone first."));
    }

    private UpdateClient client(UpdateHandler handler, JoinDisplay display) {
        UpdateClient.Builder client = UpdateClient.builder(token)
                .name(name)
                .agent("parley", Version.text())
                .checkCertificates(checkCertificates)
                .stateFolder(stateFolder)
                .copiedState(copied)
                .stay(stay)
                .handler(handler)
                .listener(display);
        labels.forEach(client::label);
        return client.build();
    }

    private ExitCode end(CompletableFuture<Outcome> outcome, JoinDisplay display) {
        CompletableFuture<Supplier<ExitCode>> first = outcome.<Supplier<ExitCode>>thenApply(last -> () -> ended(last))
                .applyToEither(deciding.silence().kept(), end -> end);
        try {
            Supplier<ExitCode> end =
                    timeout.isPresent() ? first.get(timeout.get().toMillis(), TimeUnit.MILLISECONDS) : first.get();
            display.close();
            return end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UpdateException problem) {
                throw OutcomeReport.problem(problem, display.hasConnected());
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
                    e);
        }
    }

    private CliProblem timeIsOver(boolean connected, TimeoutException cause) {
        return new CliProblem(
                connected ? ExitCode.FAILED : ExitCode.UNREACHABLE,
                "The time is over: " + HumanFormat.duration(timeout.orElseThrow()) + ".",
                connected
                        ? "The update has not ended by then; nothing is half done."
                        : "The server was not reached by then.",
                "run the same command again to go on",
                cause);
    }

    /** The last outcome of a client that stayed was printed when it came. */
    private ExitCode ended(Outcome outcome) {
        if (!stay) {
            tell(outcome);
        }
        return ending().exit(outcome);
    }

    private OutcomeReport ending() {
        return new OutcomeReport(shell, destination.folder(), detailed, stay);
    }

    private void tell(Outcome outcome) {
        if (json) {
            shell.out().println(ending().json(outcome));
            shell.out().flush();
        } else {
            ending().print(outcome);
        }
    }

    private void endedMeanwhile(Outcome outcome) {
        try {
            tell(outcome);
        } catch (CliProblem problem) {
            ErrorText.print(shell, problem);
        }
        say("Staying for the next update. Ctrl-C ends it.");
    }

    private ExitCode looked(DryRunHandler.Look look) {
        DryRun result = new DryRun(shell, destination.folder());
        shell.out()
                .println(
                        json
                                ? result.json(look, deciding.conflicts(), deciding.places(), deciding.inPlace())
                                : result.line(look));
        return result.exit(look);
    }

    /** A dry run does not wait until there is an offer. */
    private void held(String why) {
        if (dryRun) {
            deciding.silence().kept().complete(() -> {
                throw new CliProblem(
                        ExitCode.FAILED,
                        "There is no offer now.",
                        why,
                        "run the same command again later; without --dry-run the client waits");
            });
        }
    }

    private void stop(UpdateClient client, JoinDisplay display) {
        Optional<Instant> confirmUntil = display.confirmUntil();
        display.close();
        say("");
        say(confirmUntil
                .map(at -> "Interrupted while the update waits to be confirmed. Run the same command again before "
                        + HumanFormat.time(at, shell.clock()) + "; after that it is rolled back.")
                .orElse("Interrupted. Nothing is left half done; run the same command again to go on."));
        client.close();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down: the hook closes the client now
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        shell.err().println(line);
        shell.err().flush();
    }
}
