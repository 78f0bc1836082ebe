package parley.server.bundles.store;

import java.util.List;

/**
 * A warning that something in an upload may be unintended. The bundle was made.
 *
 * @param code for programs: platform_names, unicode_form, unintended_files, empty_folders, special_bits
 * @param message a text that says what to do
 * @param paths the first of them, at most {@link #MOST_PATHS}
 * @param count how many paths there are in all
 */
public record UploadWarning(String code, String message, List<String> paths, int count) {

    /** The most paths that one warning names. */
    public static final int MOST_PATHS = 20;
}
