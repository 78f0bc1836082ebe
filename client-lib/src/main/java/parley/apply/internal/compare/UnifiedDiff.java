package parley.apply.internal.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The difference between two texts line by line, as {@code diff -u} writes it. For texts of some thousand lines: the
 * longest common part is found in time and memory proportional to the product of the numbers of lines that differ.
 */
public final class UnifiedDiff {
    /** At most so many pairs of lines are compared: 16 MiB of memory, some ten milliseconds. */
    private static final int MOST_PAIRS = 4 << 20;

    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\n\\ No newline at end of file\n";

    private final List<String> old;
    private final List<String> now;
    private final List<Line> lines = new ArrayList<>();

    /** One line of the whole comparison: ' ' in both, '-' only in the old one, '+' only in the new one. */
    private record Line(char sign, String text, int oldNumber, int newNumber) {}

    private UnifiedDiff(String oldText, String newText) {
        this.old = split(oldText);
        this.now = split(newText);
    }

    /** Empty if the texts differ in too many lines; an empty list if they are equal. */
    public static Optional<List<String>> between(String oldText, String newText) {
        UnifiedDiff diff = new UnifiedDiff(oldText, newText);
        return diff.compare() ? Optional.of(diff.hunks()) : Optional.empty();
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    private boolean compare() {
        int same = 0;
        int shorter = Math.min(old.size(), now.size());
        while (same < shorter && old.get(same).equals(now.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        int oldEnd = old.size() - tail;
        int newEnd = now.size() - tail;
        if ((long) (oldEnd - same + 1) * (newEnd - same + 1) > MOST_PAIRS) {
            return false;
        }
        for (int i = 0; i < same; i++) {
            lines.add(new Line(' ', old.get(i), i, i));
        }
        middle(same, oldEnd, newEnd);
        for (int i = 0; i < tail; i++) {
            lines.add(new Line(' ', old.get(oldEnd + i), oldEnd + i, newEnd + i));
        }
        return true;
    }

    private void middle(int start, int oldEnd, int newEnd) {
        int[][] common = commonFrom(start, oldEnd, newEnd);
        int i = start;
        int j = start;
        while (i < oldEnd || j < newEnd) {
            if (i < oldEnd && j < newEnd && old.get(i).equals(now.get(j))) {
                lines.add(new Line(' ', old.get(i), i++, j++));
            } else if (i < oldEnd
                    && (j == newEnd || common[i - start + 1][j - start] >= common[i - start][j - start + 1])) {
                lines.add(new Line('-', old.get(i), i++, j));
            } else {
                lines.add(new Line('+', now.get(j), i, j++));
            }
        }
    }

    /** How many lines the rest of the one from i and the rest of the other from j have in common, for each i and j. */
    private int[][] commonFrom(int start, int oldEnd, int newEnd) {
        int[][] common = new int[oldEnd - start + 1][newEnd - start + 1];
        for (int i = oldEnd - start - 1; i >= 0; i--) {
            for (int j = newEnd - start - 1; j >= 0; j--) {
                common[i][j] = old.get(start + i).equals(now.get(start + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private List<String> hunks() {
        List<String> text = new ArrayList<>();
        for (int from = nextChange(0); from < lines.size(); ) {
            int end = from + 1;
            for (int next = nextChange(end); next < lines.size() && next - end <= 2 * CONTEXT; next = nextChange(end)) {
                end = next + 1;
            }
            hunk(text, lines.subList(Math.max(0, from - CONTEXT), Math.min(lines.size(), end + CONTEXT)));
            from = nextChange(end);
        }
        return text;
    }

    private int nextChange(int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign() == ' ') {
            at++;
        }
        return at;
    }

    private static void hunk(List<String> text, List<Line> part) {
        text.add("@@ -" + range(part, '+', part.get(0).oldNumber()) + " +"
                + range(part, '-', part.get(0).newNumber()) + " @@\n");
        for (Line line : part) {
            boolean ended = line.text().endsWith("\n");
            text.add(line.sign() + (ended ? line.text() : line.text() + NO_NEWLINE));
        }
    }

    /** The first line of a part, counted from 1, or 0 if the part is empty, and its number of lines. */
    private static String range(List<Line> part, char otherSide, int first) {
        long count = part.stream().filter(line -> line.sign() != otherSide).count();
        long from = count == 0 ? first : first + 1;
        return count == 1 ? Long.toString(from) : from + "," + count;
    }
}
