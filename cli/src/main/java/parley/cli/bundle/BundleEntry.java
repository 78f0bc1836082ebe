package parley.cli.bundle;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One entry to be shipped.
 *
 * @param path in the bundle, as spelled on this machine
 * @param file where it is
 * @param mode four octal digits, {@code link} or {@code dir}
 * @param target of a link
 */
record BundleEntry(String path, Path file, long size, String mode, Optional<String> target) {

    static final String LINK = "link";
    static final String FOLDER = "dir";

    boolean isFile() {
        return !mode.equals(LINK) && !mode.equals(FOLDER);
    }

    /** {@code file}, {@code link} or {@code folder}. */
    String kind() {
        return switch (mode) {
            case LINK -> "link";
            case FOLDER -> "folder";
            default -> "file";
        };
    }
}
