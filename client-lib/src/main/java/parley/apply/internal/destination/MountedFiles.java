package parley.apply.internal.destination;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.apply.internal.disk.Layout;
import parley.message.Reason;
import parley.message.bundle.Change;

/** Checks an update, or its recovery, against what is mounted below the destination. */
public final class MountedFiles {
    private MountedFiles() {}

    /** The paths at which the changes overwrite a mounted file in its place. */
    public static SortedSet<String> overwritten(FileAccess files, List<Change> changes) throws IOException {
        SortedSet<String> paths = new TreeSet<>();
        for (Change change : changes) {
            if (change.file().isPresent() && files.isOverwritten(change.path())) {
                paths.add(change.path());
            }
        }
        return paths;
    }

    /** How many bytes their back-up takes: a hard link would change with the file, so each is copied. */
    public static long backUpBytes(FileAccess files, List<Change> changes) throws IOException {
        long bytes = 0;
        for (String path : overwritten(files, changes)) {
            bytes += files.look(path).map(Found::size).orElse(0L);
        }
        return bytes;
    }

    /**
     * Checks that the changes can be made where something is mounted.
     *
     * @throws ApplyFailure PATH_REFUSED if one is at, above or below a mount point, and overwrites no mounted file
     */
    public static void check(FileAccess files, List<Change> changes) throws ApplyFailure, IOException {
        Set<String> mountPoints = files.mountPoints();
        for (Change change : changes) {
            for (String point : mountPoints) {
                if (change.path().equals(point) && mayBeOverwritten(files, change)) {
                    continue;
                }
                if ((change.path() + "/").startsWith(point + "/") || point.startsWith(change.path() + "/")) {
                    throw mounted(files, change.path(), point);
                }
            }
        }
    }

    private static boolean mayBeOverwritten(FileAccess files, Change change) throws ApplyFailure, IOException {
        if (!files.isOverwritten(change.path())
                || change.file()
                        .filter(file -> !file.isLink() && !file.isFolder())
                        .isEmpty()) {
            return false;
        }
        if (!files.mayWrite(change.path())) {
            throw ApplyFailure.inTheWay(
                    change.path(),
                    "the single file that is mounted there may not be written to (it is mounted read-only, or its mode"
                            + " forbids it); mount it for writing");
        }
        int now = files.look(change.path()).orElseThrow().mode();
        int wanted = change.file().orElseThrow().mode().bits();
        if (now != wanted && !maySetMode(files, change.path(), now)) {
            throw ApplyFailure.inTheWay(
                    change.path(),
                    String.format(
                            "the single file that is mounted there has the mode %04o, the update has %04o, and "
                                    + "this user may"
                                    + " not change it; let its owner do that (chmod %o)",
                            now, wanted, wanted));
        }
        return true;
    }

    /** Tries to set the mode that the file has: that changes nothing, and only its owner and root may do it. */
    private static boolean maySetMode(FileAccess files, String path, int now) throws IOException {
        try {
            files.setMode(path, now);
            return true;
        } catch (FileSystemException notTheOwner) {
            if (files.look(path).isEmpty()) {
                throw notTheOwner;
            }
            return false;
        }
    }

    private static ApplyFailure mounted(FileAccess files, String path, String point) throws IOException {
        if (files.look(point).filter(found -> found.kind() == Kind.FOLDER).isPresent()) {
            return ApplyFailure.inTheWay(
                    path,
                    point + " is a mount point, and nothing can be moved there in one step; give that folder an update"
                            + " of its own");
        }
        return ApplyFailure.inTheWay(
                path,
                "the single file " + point + " is mounted there (a bind mount, as containers have them), and such a"
                        + " file cannot be replaced or removed in one step; mount the folder that it is in, or "
                        + "have new content"
                        + " written in its place with --in-place");
    }

    /**
     * Checks that a roll-back can write to the mounted files that the update overwrote. A journal alone does not make
     * a run write to a mounted file: it may be forged.
     *
     * @throws ApplyFailure if one of them is no longer mounted, is not writable, or must not be overwritten
     */
    public static void checkRollBack(FileAccess files, Set<String> overwritten) throws IOException, ApplyFailure {
        Set<String> mountPoints = files.mountPoints();
        for (String path : overwritten) {
            if (files.look(Layout.backup(path)).isEmpty()) {
                continue;
            }
            if (!files.isOverwritten(path)) {
                throw interrupted(
                        Reason.PATH_REFUSED,
                        path,
                        mountPoints.contains(path)
                                ? "a single file is mounted there. Run parley join with --in-place to write the "
                                        + "old content"
                                        + " there again"
                                : "no file is mounted there now, according to /proc. Mount it there again, and "
                                        + "run the"
                                        + " same command again");
            }
            if (!files.mayWrite(path)) {
                throw interrupted(
                        Reason.PERMISSION,
                        path,
                        "that file may not be written to now. Mount it for writing, and run the same command again");
            }
        }
    }

    private static ApplyFailure interrupted(Reason reason, String path, String why) {
        return new ApplyFailure(
                reason,
                "an update was interrupted that overwrites \"" + path + "\" in its place, and " + why
                        + "; nothing was touched, and the old content is kept in " + Layout.backup(path));
    }
}
