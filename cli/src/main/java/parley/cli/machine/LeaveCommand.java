package parley.cli.machine;

import jakarta.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import parley.apply.DestinationStatus;
import parley.apply.Leaving;
import parley.cli.base.YesOption;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.OneMatch;
import parley.client.RememberedServers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley leave}: makes this machine forget. */
@Command(
        name = "leave",
        header = "Make this machine forget what it has from Parley; the files stay as they are.",
        description = {
            "With TASK only what was agreed or put off in that task is forgotten, and the next parley join "
                    + "starts again.",
            "",
            "Without:",
            "DIR/.parley is deleted, with all back-ups of that folder. --server also deletes this machine's key for",
            "that server: if the machine joins again, it is a new client and needs another name.",
            "",
            "--forget deletes all keys, or that of --server, and what was agreed; the folder and its back-ups stay.",
            "Use it on a machine that was copied from another one, so that it gets its own key.",
            "",
            "Refused while an update is open. Needs no server, and informs none."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley leave edge",
            "  parley leave --to /etc/nginx",
            "  parley leave --to /etc/nginx --server 1f3a --yes",
            "  parley leave --forget"
        })
public final class LeaveCommand extends MachineCommand {

    private static final int SHORTEST = 4;

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "A task's name or id, as parley status shows it.")
    String task;

    @Option(
            names = "--server",
            paramLabel = "IDENTITY",
            description = "Forget this server too: its identity, or the beginning of it (parley status shows it).")
    String server;

    @Option(names = "--forget", description = "Forget who this machine is to its servers; the folder stays as it is.")
    boolean forget;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        if (forget && (task != null || to != null)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "--forget is about the keys of this machine, not about a task or a folder.",
                    "TASK or --to was given with it.",
                    "parley leave --forget, or without --forget");
        }
        return forget ? forgetKeys() : task == null ? leaveFolder() : leaveTask();
    }

    private ExitCode forgetKeys() {
        List<String> fingerprints = server == null
                ? servers().stream().map(RememberedServers.Server::fingerprint).toList()
                : List.of(find(server));
        if (fingerprints.isEmpty()) {
            return forgotten(fingerprints);
        }
        String question = "Forget the " + HumanFormat.count(fingerprints.size(), "key") + " of this machine, for "
                + String.join(", ", fingerprints) + "? It is a new client if it joins again.";
        if (!yes.agreed(shell(), "parley leave", question)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        fingerprints.forEach(this::forget);
        return forgotten(fingerprints);
    }

    private ExitCode forgotten(List<String> fingerprints) {
        if (json) {
            print(Json.createObjectBuilder()
                    .add("serversForgotten", Json.createArrayBuilder(fingerprints))
                    .build());
        } else if (fingerprints.isEmpty()) {
            print("This machine has no key; there is nothing to forget.");
        } else {
            fingerprints.forEach(fingerprint -> print("The server " + fingerprint + " is forgotten."));
        }
        return ExitCode.OK;
    }

    private ExitCode leaveTask() {
        List<Found> found = servers().stream()
                .flatMap(known -> known.tasks().stream().map(t -> new Found(known.fingerprint(), t)))
                .filter(f -> !f.task().id().isEmpty())
                .filter(f -> f.task().id().equals(task) || f.task().name().equals(task))
                .toList();
        Found one = new OneMatch(
                        "task",
                        task,
                        "This machine knows no task \"" + task + "\".",
                        "It has joined none of this name or id.",
                        "parley status",
                        Optional.empty())
                .in(found, f -> f.task().id());
        String question = "Forget what was agreed or put off in the task "
                + one(one.task().name()) + "?";
        if (!yes.agreed(shell(), "parley leave", question)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        try {
            standing().forgetTask(one.server(), one.task().id());
        } catch (IOException e) {
            throw stateFolder(e);
        }
        if (json) {
            print(Json.createObjectBuilder()
                    .add("task", one.task().id())
                    .add("taskForgotten", true)
                    .build());
        } else {
            print("The task " + one(one.task().name()) + " is forgotten.");
        }
        return ExitCode.OK;
    }

    private record Found(String server, RememberedServers.Task task) {}

    private ExitCode leaveFolder() {
        Optional<String> fingerprint = Optional.ofNullable(server).map(this::find);
        Optional<DestinationStatus> status = readable();
        String question = "Forget what Parley has in " + folder()
                + status.map(s -> ", with " + HumanFormat.count(s.backUps().size(), "back-up"))
                        .orElse("")
                + fingerprint.map(f -> ", and the server " + f).orElse("") + "? The files stay.";
        if (!yes.agreed(shell(), "parley leave", question)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        boolean left = refusing("Parley did not leave " + folder() + ".", () -> Leaving.from(folder()));
        boolean forgotten = fingerprint.isPresent() && forget(fingerprint.get());
        if (json) {
            print(Json.createObjectBuilder()
                    .add("folder", folder().toString())
                    .add("left", left)
                    .add("serverForgotten", forgotten)
                    .build());
        } else {
            print(
                    left
                            ? "Parley has left " + folder() + "; the files are as they were."
                            : "Parley has nothing in " + folder() + ".");
            fingerprint.filter(f -> forgotten).ifPresent(f -> print("The server " + f + " is forgotten."));
        }
        return ExitCode.OK;
    }

    /** Empty for a damaged state, which is a reason to leave. */
    private Optional<DestinationStatus> readable() {
        try {
            return status();
        } catch (CliProblem damaged) {
            say(damaged.why());
            return Optional.empty();
        }
    }

    private String find(String beginning) {
        List<String> found = beginning.length() < SHORTEST
                ? List.of()
                : servers().stream()
                        .map(RememberedServers.Server::fingerprint)
                        .filter(fingerprint -> fingerprint.startsWith(beginning))
                        .toList();
        return new OneMatch(
                        "server",
                        beginning,
                        "This machine knows no server \"" + beginning + "\".",
                        "At least " + SHORTEST + " characters of an identity are needed.",
                        "parley status",
                        Optional.empty())
                .in(found, fingerprint -> fingerprint);
    }

    private boolean forget(String fingerprint) {
        try {
            return standing().forgetServer(fingerprint);
        } catch (IOException e) {
            throw stateFolder(e);
        }
    }
}
