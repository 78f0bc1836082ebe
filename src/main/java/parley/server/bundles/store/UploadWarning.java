package parley.server.bundles.store;

import java.util.List;

/**
 * Something about an upload that its sender may not have meant. The bundle was made all the same.
 *
 * @param code for programs: platform_names, unicode_form, unintended_files, empty_folders, special_bits
 * @param message in words, with what to do
 * @param paths the first of them, at most {@link #MOST_PATHS}
 * @param count how many paths there are in all
 */
public record UploadWarning(String code, String message, List<String> paths, int count) {

    /** So many paths are named in one warning. */
    public static final int MOST_PATHS = 20;
}
