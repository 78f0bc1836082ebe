package parley.cli.join;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.apply.DirectoryUpdate;
import parley.apply.OnConflict;
import parley.cli.base.CliCommand;
import parley.cli.base.SafeName;
import parley.cli.machine.DestinationFolder;
import parley.cli.machine.MachineState;
import parley.cli.machine.WhenLinked;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.FutureTime;
import parley.cli.terminal.HostName;
import parley.client.CopiedState;
import parley.message.Names;
import parley.protocol.JoinToken;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code parley join TOKEN}: takes part in a task. */
@Command(
        name = "join",
        header = "Take part in an update: the one command for a client.",
        description = {
            "TOKEN is the token, @FILE with the token in it, or - for standard input; without it PARLEY_TOKEN is",
            "read, or you are asked. The list of processes does not show a token in @FILE, - or PARLEY_TOKEN.",
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
            "  parley join @/etc/parley/token --to /etc/nginx --yes --stay",
            "",
            "Exit codes: 0 this machine has what it should, 5 token refused, 6 failed, 7 rolled back, 8 declined,",
            "10 put off, 12 ended by the server; all of them: parley help exit-codes"
        })
public final class JoinCommand extends CliCommand {

    /** What happens to files that somebody else changed. */
    enum WhenChanged {
        overwrite,
        keep,
        fail,
        ask;

        /** Empty: a person is asked. */
        Optional<OnConflict> policy() {
            return this == ask ? Optional.empty() : Optional.of(OnConflict.valueOf(name().toUpperCase(Locale.ROOT)));
        }
    }

    @Parameters(arity = "0..*", paramLabel = "TOKEN", description = "The join token, @FILE or -.")
    List<String> token = List.of();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The folder to update (default: ./" + DestinationFolder.USUAL + ").")
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

    @Option(names = "--run", paramLabel = "CMD", description = "Puts the new files in force, for example by a reload.")
    String run;

    @Option(names = "--shell", description = "Run both with /bin/sh -c; otherwise they are started as they are.")
    boolean throughShell;

    @Option(
            names = "--command-timeout",
            paramLabel = "TIME",
            description = "How long each of them may take (default: 1m).")
    Duration commandTimeout = Duration.ofMinutes(1);

    @Option(
            names = "--on-conflict",
            paramLabel = "overwrite|keep|fail|ask",
            description = "What happens to files that somebody else changed: overwrite them and keep a back-up, ask the"
                    + " server to keep them, decline the update, or ask here (default: ask; with --yes overwrite).")
    WhenChanged onConflict;

    @Option(
            names = "--links",
            paramLabel = "refuse|replace|follow",
            description =
                    "What happens to symbolic links of this machine where the update has a file or a folder: refuse"
                            + " the update, replace the link and keep it in the back-up, or follow it and change "
                            + "what it"
                            + " leads to (default: refuse).")
    WhenLinked links = WhenLinked.refuse;

    @Option(
            names = "--in-place",
            description = "Overwrite single files that are mounted (bind mounts of containers) where they are. "
                    + "This is not atomic: a program that reads meanwhile can read half of the "
                    + "file. Otherwise they are refused.")
    boolean inPlace;

    @Option(
            names = "--defer",
            paramLabel = "TIME",
            description = "Put the update off, where the task allows that: 2h, 22:00, \"2026-11-23 08:00\".")
    String defer;

    @Option(
            names = "--stay",
            description = "Stay when the update has ended: take the next updates, and come back by itself.")
    boolean stay;

    @Option(names = "--dry-run", description = "Show what would happen, and change and answer nothing.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Option(
            names = "--check-certificates",
            description = "Check the certificate of a wss server too; the server's key in the token is always checked.")
    boolean checkCertificates;

    @ArgGroup
    CopiedStateOption copied = new CopiedStateOption();

    static final class CopiedStateOption {
        @Option(
                names = "--new-key",
                description =
                        "If the state folder was copied from another machine: forget its key, and be a new client.")
        boolean newKey;

        @Option(names = "--keep-key", description = "If it only seems to be copied: go on as the same client.")
        boolean keepKey;

        Optional<CopiedState> choice() {
            return newKey
                    ? Optional.of(CopiedState.NEW_KEY)
                    : Optional.of(CopiedState.KEEP).filter(keep -> keepKey);
        }
    }

    @Option(names = "--detailed-exit-code", description = "End with 11 instead of 0 when there was nothing to do.")
    boolean detailedExitCode;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Give up after this time (default: never).")
    Duration timeout;

    @Override
    protected ExitCode run() {
        String clientName = clientName();
        Map<String, String> clientLabels = checkedLabels();
        DestinationFolder destination = DestinationFolder.of(shell(), to);
        OfferPrompt deciding = deciding();
        DirectoryUpdate.Builder update = update(destination, deciding);
        checkThatSomeoneDecides();
        JoinToken parsed = new TokenSource(shell()).token(token);
        try {
            return new JoinRun(shell(), parsed, destination, update, deciding, clientName, MachineState.folder(shell()))
                    .labelled(clientLabels)
                    .looking(dryRun)
                    .staying(stay)
                    .within(Optional.ofNullable(timeout))
                    .withCommands(check != null || run != null)
                    .checkingCertificates(checkCertificates)
                    .copied(copied.choice(), name == null, !yes && !dryRun)
                    .telling(json, detailedExitCode)
                    .run();
        } finally {
            parsed.destroy();
        }
    }

    private DirectoryUpdate.Builder update(DestinationFolder destination, OfferPrompt deciding) {
        DirectoryUpdate.Builder update = DirectoryUpdate.into(destination.folder())
                .commandLimit(commandTimeout)
                .links(links.policy(), deciding::leadingTo);
        if (inPlace) {
            update.inPlace(deciding::overwriting);
        }
        if (!throughShell) {
            update.variablesInArguments();
        }
        Optional.ofNullable(check).ifPresent(text -> update.check(CommandWords.of("--check", text, throughShell)));
        Optional.ofNullable(run).ifPresent(text -> update.run(CommandWords.of("--run", text, throughShell)));
        return deciding.into(update);
    }

    private OfferPrompt deciding() {
        boolean asks = !yes && !dryRun;
        Optional<OnConflict> policy = Optional.ofNullable(onConflict).flatMap(WhenChanged::policy);
        if (onConflict == null && !asks) {
            policy = Optional.of(OnConflict.OVERWRITE);
        } else if (onConflict == WhenChanged.ask && (dryRun || !shell().canAsk())) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There is no one to ask about files that were changed here.",
                    dryRun ? "A dry run asks nothing." : "Standard input and error are not a terminal.",
                    "--on-conflict overwrite, keep or fail");
        }
        return new OfferPrompt(shell(), asks, policy, json && yes)
                .puttingOff(Optional.ofNullable(defer).map(this::time));
    }

    private Instant time(String text) {
        try {
            return FutureTime.parse(text, shell().clock());
        } catch (TypeConversionException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The value of --defer cannot be used.",
                    e.getMessage() + ".",
                    "--defer 2h, or --defer 22:00",
                    e);
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
        if (!yes && !dryRun && defer == null && !shell().canAsk()) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Joining asks before it changes anything, and there is no one to ask.",
                    "Standard input and error are not a terminal.",
                    "add --yes to agree beforehand, or --dry-run to look only");
        }
    }

    private static CliProblem bad(String option, IllegalArgumentException e, String hint) {
        return new CliProblem(
                ExitCode.USAGE, "The value of " + option + " cannot be used.", e.getMessage() + ".", hint, e);
    }
}
