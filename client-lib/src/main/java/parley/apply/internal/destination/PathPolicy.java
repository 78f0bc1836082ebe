package parley.apply.internal.destination;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Layout;
import parley.message.Reason;
import parley.message.Terms;
import parley.message.bundle.Action;
import parley.message.bundle.BundlePath;
import parley.message.bundle.Change;
import parley.message.platform.OperatingSystem;
import parley.message.platform.PlatformNames;

/**
 * Which paths a destination accepts: those that this platform and every platform of the task can have. By default a
 * task is for all platforms, so that its bundle means the same everywhere.
 */
public final class PathPolicy {
    private final OperatingSystem here;
    private final Set<OperatingSystem> platforms;

    /** @param others the platforms of the paths; this one always counts */
    public PathPolicy(OperatingSystem here, Set<OperatingSystem> others) {
        this.here = here;
        this.platforms = EnumSet.of(here);
        this.platforms.addAll(others);
    }

    /** For the files of a task with these platforms. */
    public static PathPolicy of(Terms terms) {
        return new PathPolicy(OperatingSystem.current(), terms.platforms());
    }

    /** For files that were here before. */
    public static PathPolicy ofThisPlatform() {
        return new PathPolicy(OperatingSystem.current(), Set.of());
    }

    /** For a removal only this platform counts; a task for fewer platforms may have brought the file. */
    public void check(Change change) throws ApplyFailure {
        check(change.path(), change.action() == Action.REMOVE ? Set.of(here) : platforms);
    }

    public void check(String path) throws ApplyFailure {
        check(path, platforms);
    }

    @SuppressWarnings("ReturnValueIgnored") // only whether Path.of throws counts
    private static void check(String path, Set<OperatingSystem> platforms) throws ApplyFailure {
        try {
            BundlePath.check(path);
        } catch (IllegalArgumentException e) {
            throw new ApplyFailure(Reason.PATH_REFUSED, String.valueOf(e.getMessage()), e);
        }
        try {
            Path.of(path);
        } catch (InvalidPathException e) {
            throw refused(path, "this Java cannot spell it in its locale; start it with LC_ALL=C.UTF-8");
        }
        Optional<String> problem = PlatformNames.problem(path, platforms);
        if (problem.isPresent()) {
            throw refused(path, problem.get());
        }
        if (isParleysOwn(path)) {
            throw refused(path, Layout.FOLDER + " is Parley's own");
        }
    }

    /** Checks each path, and all of them together. */
    public void checkAll(Collection<Change> changes) throws ApplyFailure {
        for (Change change : changes) {
            check(change);
        }
        checkTogether(changes.stream().map(Change::path).toList());
    }

    /**
     *  Refuses paths that cannot exist together: equal except for case, or one a file and also a folder of the other.
     */
    public void checkTogether(Collection<String> paths) throws ApplyFailure {
        PlatformNames.Problems problems = PlatformNames.confused(paths, platforms);
        if (!problems.isEmpty()) {
            PlatformNames.Problem first = problems.first().get(0);
            throw refused(first.path(), first.why());
        }
        Set<String> all = Set.copyOf(paths);
        for (String path : paths) {
            for (String folder : Layout.parents(path)) {
                if (all.contains(folder)) {
                    throw refused(path, folder + " would have to be a file and a folder");
                }
            }
        }
    }

    /** Two of these paths that a disk without case would treat as one, although the platforms would not. */
    public static Optional<PlatformNames.Problem> caseOnly(Collection<String> paths) {
        return PlatformNames.confused(paths, OperatingSystem.ALL).first().stream()
                .findFirst();
    }

    public static boolean isParleysOwn(String path) {
        return key(path.split("/")[0]).equals(Layout.FOLDER);
    }

    /** Equal for two paths that macOS or Windows may treat as one. */
    static String key(String path) {
        return PlatformNames.key(path);
    }

    private static ApplyFailure refused(String path, String why) {
        return new ApplyFailure(Reason.PATH_REFUSED, "the path \"" + path + "\" is refused: " + why);
    }
}
