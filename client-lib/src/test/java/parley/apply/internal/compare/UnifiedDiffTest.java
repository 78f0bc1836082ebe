package parley.apply.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static String diff(String old, String now) {
        return String.join("", UnifiedDiff.between(old, now).orElseThrow());
    }

    private static String numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    @Test
    void oneLineChanged() {
        assertThat(diff("old\n", "new\n")).isEqualTo("@@ -1 +1 @@\n-old\n+new\n");
    }

    @Test
    void equalTextsDoNotDiffer() {
        assertThat(diff("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void aTextThatIsNewOrGone() {
        assertThat(diff("", "a\nb\n")).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
        assertThat(diff("a\nb\n", "")).isEqualTo("@@ -1,2 +0,0 @@\n-a\n-b\n");
    }

    @Test
    void threeLinesOfContextAroundAChangeInTheMiddle() {
        assertThat(diff(numbers(1, 9), numbers(1, 4) + "five\n" + numbers(6, 9)))
                .isEqualTo("@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void changesFarApartAreTwoParts() {
        assertThat(diff(numbers(1, 20), "0\n" + numbers(1, 19)))
                .isEqualTo("@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n");
    }

    @Test
    void changesWithSixLinesBetweenAreOnePart() {
        assertThat(diff(numbers(1, 8), "one\n" + numbers(2, 7) + "eight\n"))
                .isEqualTo("@@ -1,8 +1,8 @@\n-1\n+one\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+eight\n");
    }

    @Test
    void aMissingLineFeedAtTheEndIsSaid() {
        assertThat(diff("a\nb", "a\nb\n")).isEqualTo("@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    }

    @Test
    void textsThatDifferInThousandsOfLinesAreNotCompared() {
        assertThat(UnifiedDiff.between(numbers(1, 3_000), numbers(10_000, 13_000)))
                .isEmpty();
        assertThat(UnifiedDiff.between(numbers(1, 30_000), numbers(1, 15_000) + "x\n" + numbers(15_001, 30_000)))
                .isPresent();
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of("a\n", "b\n", "c\n", "\n").list().ofMaxSize(30).map(lines -> String.join("", lines));
    }

    @Property(tries = 500)
    void whoeverAppliesTheDifferenceGetsTheOtherText(@ForAll("text") String old, @ForAll("text") String now) {
        assertThat(applied(old, UnifiedDiff.between(old, now).orElseThrow())).isEqualTo(now);
    }

    /** As {@code patch} does it. */
    private static String applied(String old, List<String> diff) {
        List<String> lines = old.isEmpty() ? List.of() : Arrays.asList(old.split("(?<=\n)"));
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (Iterator<String> rest = diff.iterator(); rest.hasNext(); ) {
            String line = rest.next();
            if (line.startsWith("@@")) {
                String[] range = line.substring(4).split(" ")[0].split(",");
                int first = Integer.parseInt(range[0]) - (range.length == 2 && range[1].equals("0") ? 0 : 1);
                while (at < first) {
                    result.append(lines.get(at++));
                }
            } else if (line.startsWith("+")) {
                result.append(line.substring(1));
            } else {
                assertThat(lines.get(at++)).isEqualTo(line.substring(1));
                result.append(line.startsWith(" ") ? line.substring(1) : "");
            }
        }
        lines.subList(at, lines.size()).forEach(result::append);
        return result.toString();
    }
}
