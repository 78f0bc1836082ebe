package parley.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import parley.cli.terminal.HumanFormat;

/** Checks of folders on this machine. */
final class FolderChecks {

    /** Less than this is a warning. */
    private static final long LITTLE = 256L * 1024 * 1024;

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private FolderChecks() {}

    /** That this user may write to {@code folder}, or may make it. */
    static Finding writable(String check, Path folder) throws IOException {
        Path existing = existing(folder);
        if (!Files.isDirectory(existing)) {
            return Finding.wrong(check, existing + " is not a folder.", "name another one, or move that file away");
        }
        if (!Files.isWritable(existing)) {
            return Finding.wrong(
                    check, "This user may not write to " + existing + ".", "change its owner, or name another folder");
        }
        if (existing.equals(folder)) {
            Files.delete(Files.createTempFile(folder, "doctor", ""));
            return Finding.ok(check, folder + " can be written to.");
        }
        return Finding.ok(check, folder + " does not exist yet and can be made.");
    }

    /** That nobody but its owner reads {@code folder}, which has secrets. */
    static Finding closed(String check, Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return Finding.ok(check, "There is nothing to protect yet.");
        }
        Set<PosixFilePermission> open = Files.getPosixFilePermissions(folder);
        open.retainAll(OTHERS);
        return open.isEmpty()
                ? Finding.ok(check, "Only its owner can read " + folder + ".")
                : Finding.wrong(check, "Others may read or write " + folder + ".", "chmod 700 " + folder);
    }

    static Finding space(String check, Path folder) throws IOException {
        Path existing = existing(folder);
        long free = Files.getFileStore(existing).getUsableSpace();
        String text = HumanFormat.size(free) + " are free for " + folder + ".";
        return free < LITTLE
                ? Finding.warning(check, text, "free space on that disk before it is full")
                : Finding.ok(check, text);
    }

    /** The folder itself, or the nearest one above it that exists. */
    private static Path existing(Path folder) throws IOException {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (Files.exists(each)) {
                return each;
            }
        }
        throw new IOException("nothing above " + folder + " exists");
    }
}
