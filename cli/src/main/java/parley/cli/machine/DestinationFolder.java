package parley.cli.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.apply.DestinationStatus;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.client.UpdateFailedException;

/** The folder to update, checked before anything is sent: it is a folder or can be created, and is writable. */
public record DestinationFolder(Path folder) {

    /** The default folder (docs/decisions/0030): never among existing files. */
    public static final String USUAL = "parley-files";

    /** {@code to} as the user gave it, or null. */
    public static DestinationFolder of(Shell shell, @Nullable String to) {
        Path folder = shell.path(to == null ? USUAL : to);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    folder + " is a file.",
                    "The files of the update go into a folder.",
                    "parley join … --to FOLDER");
        }
        Path nearest = folder;
        Path above = nearest.getParent();
        while (above != null && !Files.exists(nearest)) {
            nearest = above;
            above = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw new CliProblem(
                    ExitCode.USAGE, folder + " cannot be made.", nearest + " is a file.", "parley join … --to FOLDER");
        }
        if (!Files.isWritable(nearest)) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "No permission to write to " + folder + ".",
                    "This user may not write to " + nearest + ".",
                    "run this as a user who may, or choose another folder: --to FOLDER");
        }
        return new DestinationFolder(folder);
    }

    /** What Parley has there, if anything. */
    public Optional<DestinationStatus> status() {
        try {
            return DestinationStatus.of(folder);
        } catch (UpdateFailedException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "What Parley remembers of " + folder + " cannot be read.",
                    e.getMessage() + ".",
                    "fix that, or let Parley start again there: parley leave --to " + folder,
                    e);
        }
    }

    /** A text about what is there now. */
    public String situation() {
        if (!Files.exists(folder)) {
            return "new folder";
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty() ? "empty" : "has files already";
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }
}
