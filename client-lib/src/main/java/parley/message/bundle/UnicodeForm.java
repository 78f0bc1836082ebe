package parley.message.bundle;

import java.text.Normalizer;
import java.util.stream.Collectors;

/** Unicode normal form C, the form of the paths of a bundle, and a description of differences that nobody sees. */
public final class UnicodeForm {

    /** The most code points that are named. */
    private static final int MOST = 8;

    private UnicodeForm() {}

    /** The text in normal form C. */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** {@code U+0065 U+0301}: the part of {@code text} that differs from {@code other}. */
    public static String difference(String text, String other) {
        int[] mine = text.codePoints().toArray();
        int[] its = other.codePoints().toArray();
        int start = 0;
        while (start < Math.min(mine.length, its.length) && mine[start] == its[start]) {
            start++;
        }
        int end = 0;
        while (end < Math.min(mine.length, its.length) - start
                && mine[mine.length - 1 - end] == its[its.length - 1 - end]) {
            end++;
        }
        String points = text.codePoints()
                .skip(start)
                .limit(Math.min(MOST, mine.length - start - end))
                .mapToObj(point -> String.format("U+%04X", point))
                .collect(Collectors.joining(" "));
        return points.isEmpty() ? "nothing" : points;
    }
}
