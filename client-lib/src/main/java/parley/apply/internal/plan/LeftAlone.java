package parley.apply.internal.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.LinkInTheWay;
import parley.apply.internal.state.State;

/** Describes what an update leaves in place although the bundle no longer has it. */
public final class LeftAlone {
    private LeftAlone() {}

    /**
     * The paths that Parley no longer answers for after the update, and that it does not remove because something
     * other than its own file is there.
     */
    public static List<String> of(FileAccess files, State before, State after, Plan plan) throws IOException {
        Set<String> removed = Set.copyOf(plan.removals());
        List<String> left = new ArrayList<>();
        for (String path : before.managed().keySet()) {
            boolean isFile = !before.managed().get(path).isFolder();
            if (isFile && !after.managed().containsKey(path) && !removed.contains(path)) {
                words(files, path).ifPresent(left::add);
            }
        }
        return left;
    }

    /** The path with what is there, if that is no file; empty if nothing is there. */
    private static Optional<String> words(FileAccess files, String path) throws IOException {
        try {
            return files.look(path).map(found -> path + kind(found));
        } catch (LinkInTheWay behindALink) {
            return Optional.of(path + " (below a symbolic link)");
        }
    }

    static String kind(Found found) {
        return switch (found.kind()) {
            case FILE -> "";
            case FOLDER -> " (a folder)";
            case LINK -> " (a symbolic link)";
            case OTHER -> " (no regular file)";
        };
    }
}
