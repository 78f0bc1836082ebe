package parley.apply;

import java.util.ArrayList;
import java.util.List;

/** The names below {@code <destination>/.parley}, and what paths are made of. */
final class Layout {
    static final String FOLDER = ".parley";
    static final String LOCK = FOLDER + "/lock";
    static final String STATE = FOLDER + "/state";
    static final String NEXT_STATE = FOLDER + "/state.next";
    static final String JOURNAL = FOLDER + "/journal";
    static final String DOWNLOAD = FOLDER + "/download";
    static final String STAGED = FOLDER + "/staged";
    static final String BACKUP = FOLDER + "/backup";
    /** What the back-up holds; a back-up that is kept has it too. */
    static final String INDEX = "index";
    /** The back-ups of earlier updates, each in a folder with a number for its name. */
    static final String KEPT = FOLDER + "/kept";
    /** Copies of what Parley wrote, for comparison; see {@link WrittenTexts}. */
    static final String WRITTEN = FOLDER + "/written";
    /** Where {@link NativeFiles} makes a folder before it moves it to its place. */
    static final String NEW_FOLDER = FOLDER + "/folder";

    /** The same for a link. */
    static final String NEW_LINK = FOLDER + "/link";

    static final int PRIVATE = 0700;
    static final int PUBLIC = 0755;

    private Layout() {}

    static String staged(String path) {
        return STAGED + "/" + path;
    }

    static String backup(String path) {
        return saved(BACKUP, path);
    }

    /** Where a back-up, present or kept, has a file. */
    static String saved(String backup, String path) {
        return backup + "/files/" + path;
    }

    /** The folder that holds {@code path}: empty for the destination itself; for an absolute path at most {@code /}. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String child(String folder, String name) {
        return folder.isEmpty() || folder.equals("/") ? folder + name : folder + "/" + name;
    }

    /** {@link #parents}, and the path itself. */
    static List<String> withParents(String path) {
        List<String> all = parents(path);
        all.add(path);
        return all;
    }

    /** The folders above {@code path} and below the destination, outermost first. */
    static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }
}
