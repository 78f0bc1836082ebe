package parley.apply;

import java.util.Objects;
import java.util.Optional;

/**
 * How the contents of two states of a file differ, if both are available and are text.
 *
 * @param lines the difference as {@code diff -u} writes it, without the two lines of names, at most
 *     {@value #MOST_LINES} lines; control characters are shown as symbols, so that it can be printed; empty if there
 *     is no comparison
 * @param remark what the lines do not show, or why there are none: a part of a sentence, may be empty
 */
public record Comparison(Optional<String> lines, String remark) {
    /** Further lines of a difference are left out. */
    public static final int MOST_LINES = 400;

    /** Larger files are not compared. */
    public static final int MOST_BYTES = 64 * 1024;

    public Comparison {
        Objects.requireNonNull(lines);
        Objects.requireNonNull(remark);
    }
}
