package parley.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.apply.DirectoryUpdate;
import parley.cli.join.CommandWords;
import parley.cli.join.Destination;
import parley.cli.join.HostName;
import parley.cli.join.JoinRun;
import parley.cli.join.TokenSource;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.message.Names;
import parley.protocol.JoinToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley join TOKEN}: takes part in a task. */
@Command(
        name = "join",
        header = "Take part in an update: the one command for a client.",
        description = {
            "TOKEN is the token, @FILE with the token in it, or - for standard input; without it PARLEY_TOKEN is",
            "read, or you are asked. A token in @FILE, - or PARLEY_TOKEN is not seen in the list of processes.",
            "",
            "The changes are shown before anything is written. They are made as a whole or not at all; what was",
            "interrupted is finished or undone when the same command is run again.",
            "",
            "--check and --run are started in the folder, with PARLEY_DEST, PARLEY_STAGED (a copy with the new",
            "files), PARLEY_BUNDLE and PARLEY_VERSION set. When one of them fails the old files come back."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley join parley1_…",
            "  parley join @token.txt --to /etc/nginx --check \"nginx -t\" --run \"systemctl reload nginx\" --yes",
            "  parley join - --to /srv/app --name web-1 --label site=berlin --yes < token.txt",
            "  parley join @token.txt --dry-run",
            "",
            "Exit codes: 0 done or nothing to do, 5 token refused, 6 failed, 7 rolled back, 8 declined."
        })
final class Join extends CliCommand {

    @Parameters(arity = "0..*", paramLabel = "TOKEN", description = "The join token, @FILE or -.")
    List<String> token = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The folder to update (default: ./" + Destination.USUAL + ").")
    String to;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "This client's name in the task (default: the host name).")
    String name;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label, for tasks that tell clients apart; repeatable.")
    Map<String, String> labels = Map.of();

    @Option(
            names = "--check",
            paramLabel = "CMD",
            description = "Says by its exit code whether the new files are good.")
    String check;

    @Option(names = "--run", paramLabel = "CMD", description = "Puts the new files in force, a reload for example.")
    String run;

    @Option(names = "--shell", description = "Run both with /bin/sh -c; otherwise they are started as they are.")
    boolean throughShell;

    @Option(
            names = "--command-timeout",
            paramLabel = "TIME",
            description = "How long each of them may take (default: 1m).")
    Duration commandTimeout = Duration.ofMinutes(1);

    @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--check-certificates",
            description = "Check the certificate of a wss server too; the server's key in the token is checked always.")
    boolean checkCertificates;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Give up after this time (default: never).")
    Duration timeout;

    @Override
    protected ExitCode run() {
        String clientName = clientName();
        Map<String, String> clientLabels = checkedLabels();
        Destination destination = Destination.of(shell(), to);
        DirectoryUpdate.Builder update =
                DirectoryUpdate.into(destination.folder()).commandLimit(commandTimeout);
        Optional.ofNullable(check).ifPresent(text -> update.check(CommandWords.of("--check", text, throughShell)));
        Optional.ofNullable(run).ifPresent(text -> update.run(CommandWords.of("--run", text, throughShell)));
        checkThatSomeoneDecides();
        JoinToken parsed = new TokenSource(shell()).token(token);
        try {
            return new JoinRun(shell(), parsed, destination, update)
                    .as(clientName, clientLabels)
                    .deciding(yes, dryRun)
                    .within(Optional.ofNullable(timeout))
                    .withCommands(check != null || run != null)
                    .checkingCertificates(checkCertificates)
                    .stateFolder(stateFolder())
                    .run(json);
        } finally {
            parsed.destroy();
        }
    }

    private String clientName() {
        if (name == null) {
            return SafeName.from(HostName.ofThisMachine(), "client");
        }
        try {
            return Names.checkName(name);
        } catch (IllegalArgumentException e) {
            throw bad("--name", e, "--name web-1");
        }
    }

    private Map<String, String> checkedLabels() {
        try {
            return Names.checkLabels(labels);
        } catch (IllegalArgumentException e) {
            throw bad("--label", e, "--label site=berlin");
        }
    }

    private void checkThatSomeoneDecides() {
        if (!yes && !dryRun && !shell().canAsk()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Joining asks before it changes anything, and there is no one to ask.",
                    "Standard input and error are not a terminal.",
                    "add --yes to agree beforehand, or --dry-run to look only");
        }
    }

    private Path stateFolder() {
        return shell().variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> shell().home().resolve(".local/state"))
                .resolve("parley");
    }

    private static CliProblem bad(String option, IllegalArgumentException e, String hint) {
        return new CliProblem(
                ExitCode.USAGE, "The value of " + option + " cannot be used.", e.getMessage() + ".", hint, null, e);
    }
}
