package parley.apply.internal.disk;

import java.util.ArrayList;
import java.util.List;
import parley.apply.internal.compare.WrittenTexts;

/** The names below {@code <destination>/.parley}, and what paths are made of. */
public final class Layout {
    public static final String FOLDER = ".parley";
    public static final String LOCK = FOLDER + "/lock";
    public static final String STATE = FOLDER + "/state";
    public static final String NEXT_STATE = FOLDER + "/state.next";
    public static final String JOURNAL = FOLDER + "/journal";
    public static final String DOWNLOAD = FOLDER + "/download";
    public static final String STAGED = FOLDER + "/staged";
    public static final String BACKUP = FOLDER + "/backup";
    /** What the back-up holds; a back-up that is kept has it too. */
    public static final String INDEX = "index";
    /** The back-ups of earlier updates, each in a folder with a number for its name. */
    public static final String KEPT = FOLDER + "/kept";
    /** Copies of what Parley wrote, for comparison; see {@link WrittenTexts}. */
    public static final String WRITTEN = FOLDER + "/written";
    /** Where {@link NativeFiles} makes a folder before it moves it to its place. */
    public static final String NEW_FOLDER = FOLDER + "/folder";

    /** The same for a link. */
    static final String NEW_LINK = FOLDER + "/link";

    public static final int PRIVATE = 0700;
    public static final int PUBLIC = 0755;

    private Layout() {}

    public static String staged(String path) {
        return STAGED + "/" + path;
    }

    public static String backup(String path) {
        return saved(BACKUP, path);
    }

    /** Where a back-up, present or kept, has a file. */
    public static String saved(String backup, String path) {
        return backup + "/files/" + path;
    }

    /** The folder that holds {@code path}: empty for the destination itself; for an absolute path at most {@code /}. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public static String child(String folder, String name) {
        return folder.isEmpty() || folder.equals("/") ? folder + name : folder + "/" + name;
    }

    /** {@link #parents}, and the path itself. */
    public static List<String> withParents(String path) {
        List<String> all = parents(path);
        all.add(path);
        return all;
    }

    /** The folders above {@code path} and below the destination, outermost first. */
    public static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }
}
