package parley.cli.machine;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.apply.BackUp;
import parley.apply.Backups;
import parley.cli.base.YesOption;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Table;
import parley.client.Applied;
import parley.message.ClientState;
import parley.message.bundle.FileEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley restore [ID]}: brings back what an update replaced or removed. */
@Command(
        name = "restore",
        header = "Bring back the files that an update replaced or removed.",
        description = {
            "All of a back-up comes back, or nothing. Files that the update added stay. A file that somebody changed",
            "since is not overwritten, unless --force is given; replaced files become a back-up too.",
            "Needs no server. The next parley join treats restored files as changed by hand."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley restore --to /etc/nginx --list",
            "  parley restore --to /etc/nginx",
            "  parley restore --to /etc/nginx 3 --yes"
        })
public final class RestoreCommand extends MachineCommand {

    private static final int PATHS = 50;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The back-up (default: the newest).")
    String id;

    @Option(names = "--list", description = "Show the back-ups, newest first, and restore nothing.")
    boolean list;

    @Option(names = "--force", description = "Overwrite files that were changed since too; they become a back-up.")
    boolean force;

    @Option(
            names = "--links",
            paramLabel = "refuse|replace|follow",
            description =
                    "What happens to symbolic links of this machine where a file comes back, as with join: refuse,"
                            + " replace the link, or follow it (default: refuse).")
    WhenLinked links = WhenLinked.refuse;

    @Option(
            names = "--in-place",
            description = "Overwrite single files that are mounted where they are, as with join: not in one step.")
    boolean inPlace;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        try (Backups backUps =
                inPlace ? Backups.inPlace(folder(), links.policy()) : Backups.in(folder(), links.policy())) {
            List<BackUp> all = refusing("The back-ups of " + folder() + " cannot be read.", backUps::list);
            if (list) {
                show(all);
                return ExitCode.OK;
            }
            return restore(backUps, wanted(all));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder could not be released", e);
        }
    }

    private BackUp wanted(List<BackUp> all) {
        return all.stream()
                .filter(backUp -> id == null || backUp.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CliProblem(
                        ExitCode.NOT_FOUND,
                        all.isEmpty()
                                ? "There is no back-up in " + folder() + "."
                                : "There is no back-up " + id + " in " + folder() + ".",
                        all.isEmpty()
                                ? "No update has replaced or removed a file there, or its back-up is too old."
                                : "The newest is " + all.get(0).id() + ".",
                        all.isEmpty() ? "parley status --to DIR" : "parley restore --list"));
    }

    private ExitCode restore(Backups backUps, BackUp backUp) {
        List<String> changed = refusing("The back-up cannot be restored.", () -> backUps.changedSince(backUp.id()));
        if (!changed.isEmpty() && !force) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The back-up was not restored; nothing was changed.",
                    "Changed since it was made, and not by Parley: " + String.join(", ", changed) + ".",
                    "--force overwrites them too, and keeps a back-up of what is there now",
                    Optional.of("conflict"));
        }
        if (!json) {
            preview(backUp, changed);
        }
        if (!yes.agreed(shell(), "parley restore", "Bring these files back?")) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        Applied applied = refusing(
                "The back-up was not restored; nothing was changed.",
                () -> force ? backUps.restoreOverChanges(backUp.id()) : backUps.restore(backUp.id()));
        return told(backUp, applied);
    }

    private void preview(BackUp backUp, List<String> changed) {
        say("Back-up   " + backUp.id() + ", made " + HumanFormat.time(backUp.made(), shell().clock()) + " by "
                + words(backUp.origin().bundle()));
        if (inPlace) {
            say("In place  mounted single files are overwritten, not in one step: a program that reads "
                    + "meanwhile can read half of one");
        }
        int shown = 0;
        for (Map.Entry<String, FileEntry> file : backUp.files().entrySet()) {
            if (shown++ == PATHS) {
                say("  … and " + (backUp.files().size() - PATHS) + " more");
                break;
            }
            String sign = backUp.left().containsKey(file.getKey()) ? "  ~ " : "  + ";
            String mine = changed.contains(file.getKey()) ? "  (changed since, overwritten)" : "";
            say(sign + one(file.getKey()) + "  "
                    + HumanFormat.size(file.getValue().size()) + mine);
        }
    }

    private ExitCode told(BackUp backUp, Applied applied) {
        if (json) {
            var object = Json.createObjectBuilder()
                    .add("folder", folder().toString())
                    .add("backUp", backUp.id())
                    .add("state", applied.state().word())
                    .add("detail", applied.detail());
            applied.reason().ifPresent(reason -> object.add("reason", reason.word()));
            print(object.build());
        } else if (applied.state() == ClientState.SUCCEEDED) {
            String[] parts = applied.detail().split("; ", 2);
            print("Done: " + parts[0] + " in " + folder() + ".");
            if (parts.length > 1) {
                print("  " + Character.toUpperCase(parts[1].charAt(0)) + parts[1].substring(1) + ".");
            }
        } else {
            throw new CliProblem(
                    exit(applied),
                    "The back-up was not restored; " + folder() + " is as it was before.",
                    applied.reason().orElseThrow().word() + ": " + applied.detail(),
                    "fix that, and run the same command again");
        }
        return exit(applied);
    }

    private static ExitCode exit(Applied applied) {
        return switch (applied.state()) {
            case SUCCEEDED -> ExitCode.OK;
            case ROLLED_BACK -> ExitCode.ROLLED_BACK;
            default -> ExitCode.UPDATE_FAILED;
        };
    }

    private void show(List<BackUp> all) {
        if (json) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            all.forEach(backUp -> array.add(StatusCommand.json(backUp.origin())
                    .add("id", backUp.id())
                    .add("made", backUp.made().toString())
                    .add("bytes", backUp.bytes())
                    .add("files", Json.createArrayBuilder(backUp.files().keySet()))));
            print(Json.createObjectBuilder()
                    .add("folder", folder().toString())
                    .add("backUps", array)
                    .build());
            return;
        }
        Table table = new Table()
                .column("ID")
                .column("MADE")
                .numbers("FILES")
                .column("SIZE")
                .flexible("TASK")
                .flexible("REPLACED BY");
        all.forEach(backUp -> table.row(
                backUp.id(),
                HumanFormat.fromNow(backUp.made(), shell().clock()),
                Integer.toString(backUp.files().size()),
                HumanFormat.size(backUp.bytes()),
                one(backUp.origin().taskName()),
                words(backUp.origin().bundle())));
        table.print(shell());
    }
}
