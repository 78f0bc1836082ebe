package parley.cli.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.folders.FolderRemoval;

/**
 * Brings a data folder to the state of a back-up. When it is killed, the folder has its former state, or no server
 * starts from it until the restore was run again. The caller holds the folder's locks.
 */
public final class Restore {

    private static final String INCOMING = "restore.new";
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'before-restore-'yyyyMMdd'T'HHmmssSSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Clock clock;
    private final FolderSwap swap;

    public Restore(Path folder, Clock clock) {
        this(folder, clock, name -> {});
    }

    Restore(Path folder, Clock clock, Consumer<String> step) {
        this.folder = folder;
        this.clock = clock;
        this.swap = new FolderSwap(folder, step);
    }

    /** Whether an earlier restore of this folder was interrupted. */
    public static boolean isIncomplete(Path folder) {
        return new FolderSwap(folder, name -> {}).isInterrupted();
    }

    /**
     * @param force whether what the folder has may be replaced; it is kept beside the new state
     * @return the folder with the former state; empty if there was none
     * @throws CliProblem if the folder has a state and {@code force} is not given, or the back-up is bad; nothing has
     *     changed then
     * @throws IOException something cannot be written; the former state is there, or the folder is marked
     */
    public Optional<Path> from(BackupFile backup, boolean force) throws IOException {
        boolean interrupted = swap.isInterrupted();
        if (interrupted && !force) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "An earlier restore of " + folder + " was interrupted.",
                    "Without --force what it has left is not touched.",
                    "the same command with --force");
        }
        if (interrupted) {
            swap.undo();
        }
        List<String> had = swap.present();
        checkMayReplace(had, force);
        String kept = NAME.format(clock.instant());
        if (had.isEmpty()) {
            swap.begin(kept, had);
        }
        Path incoming = incoming(backup, had.isEmpty());
        try {
            if (!had.isEmpty()) {
                swap.begin(kept, had);
            }
            swap.swap(incoming, kept, had);
        } catch (IOException e) {
            swap.undo();
            throw e;
        }
        swap.end();
        FolderRemoval.delete(incoming);
        return had.isEmpty() ? Optional.empty() : Optional.of(folder.resolve(kept));
    }

    private void checkMayReplace(List<String> had, boolean force) {
        if (!had.isEmpty() && !force) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The data folder " + folder + " has a server already.",
                    "It has " + String.join(", ", had) + ".",
                    "--force replaces it and keeps what is there in a folder beside it, or --data DIR with another"
                            + " folder");
        }
        for (String name : had) {
            if (Files.isSymbolicLink(folder.resolve(name))) {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "The data folder " + folder + " has a link in it.",
                        name + " is a link; the restored files would not be where it leads.",
                        "restore into an empty folder (--data DIR), then move " + name + " to its place");
            }
        }
    }

    /** All files of the back-up, checked and on the disk, in a folder beside the server's. */
    private Path incoming(BackupFile backup, boolean marked) throws IOException {
        Path incoming = folder.resolve(INCOMING);
        try {
            FolderRemoval.delete(incoming);
            Files.createDirectory(incoming, BackupFile.ownerOnly("rwx------"));
            backup.extract(incoming);
            Files.write(incoming.resolve("restored"), (backup.facts().made() + "\n").getBytes(StandardCharsets.UTF_8));
            FolderSwap.sync(incoming);
            return incoming;
        } catch (IOException | CliProblem e) {
            FolderRemoval.delete(incoming);
            if (marked) {
                swap.end();
            }
            throw e;
        }
    }
}
