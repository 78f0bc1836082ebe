package parley.server.sessions.dialogue;

import java.util.Map;
import java.util.TreeMap;

/**
 * The fetch numbers that a session has used, as ranges: a client that counts needs one range; scattered numbers are
 * refused before they cost memory. Not thread-safe.
 */
final class UsedFetchNumbers {

    private static final int MAX_RANGES = 1_000;

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Takes a number; false if it was used before, or if the numbers are too scattered to be remembered. */
    boolean use(long number) {
        Map.Entry<Long, Long> below = ranges.floorEntry(number);
        if (below != null && number <= below.getValue()) {
            return false;
        }
        boolean joins = below != null && below.getValue() == number - 1;
        long from = joins ? below.getKey() : number;
        Long end = ranges.remove(number + 1);
        ranges.put(from, end == null ? number : end);
        return ranges.size() <= MAX_RANGES;
    }
}
