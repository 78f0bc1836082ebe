package parley.server.task.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import parley.server.problems.Problem;

/** Pages of lists: the cursor is the key of the last shown element, and opaque to callers. */
final class Paging {

    static final int MOST = 500;

    private Paging() {}

    /** How many to read: one more than is shown, to see whether a page follows. */
    static int ask(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid("limit is not 1 to " + MOST + ".", "Ask for smaller pages and follow their cursors.");
        }
        return limit + 1;
    }

    static Optional<String> key(Optional<String> cursor) {
        return cursor.map(text -> {
            try {
                return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(
                        "The cursor is not one that this server made.", "Use \"next\" of the page before.");
            }
        });
    }

    static <T> List<T> shown(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    static <T> Optional<String> next(List<T> found, int limit, Function<T, String> key) {
        return found.size() <= limit ? Optional.empty() : Optional.of(cursor(key.apply(found.get(limit - 1))));
    }

    /** What {@link #key} makes the key again. */
    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
