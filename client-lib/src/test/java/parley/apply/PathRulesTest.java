package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.platform.OperatingSystem;

/** What holds for every path that a destination takes, however it is made up. */
class PathRulesTest {
    private static final Path DESTINATION = Path.of("/srv/app");

    private final PathPolicy policy = new PathPolicy(OperatingSystem.LINUX, OperatingSystem.ALL);
    private final PathPolicy onWindows = new PathPolicy(OperatingSystem.WINDOWS, OperatingSystem.ALL);

    /** Anything, and things that are nearly right. */
    @Provide
    Arbitrary<String> path() {
        Arbitrary<String> odd = Arbitraries.of(
                "",
                ".",
                "..",
                "...",
                "a.",
                "a ",
                " a",
                "con",
                "CON.txt",
                "nul",
                "com1",
                "COM¹",
                "lpt0",
                "console",
                ".parley",
                ".PARLEY",
                ".Parley",
                "a:b",
                "C:",
                "a\\b",
                "a\0b",
                "\u202Ea",
                "\u0065\u0301",
                "é",
                "ﬁ",
                "ß",
                "SS",
                "K",
                "~",
                "$HOME",
                "a*");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(8);
        Arbitrary<String> plain =
                Arbitraries.strings().withChars("abAB.-").ofMinLength(1).ofMaxLength(3);
        return Arbitraries.oneOf(odd, any, plain)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(segments -> String.join("/", segments));
    }

    private static boolean takes(PathPolicy by, String path) {
        try {
            by.check(path);
            return true;
        } catch (ApplyFailure e) {
            assertThat(e.reason()).isEqualTo(Reason.PATH_REFUSED);
            return false;
        }
    }

    private static boolean takes(PathPolicy by, List<String> paths) {
        try {
            by.checkTogether(paths);
            return true;
        } catch (ApplyFailure e) {
            assertThat(e.reason()).isEqualTo(Reason.PATH_REFUSED);
            return false;
        }
    }

    @Property
    void aPathThatIsTakenStaysInTheDestinationAndOutOfParleysFolder(@ForAll("path") String path) {
        if (!takes(policy, path)) {
            return;
        }
        Path file = DESTINATION.resolve(path);
        assertThat(file.normalize()).isEqualTo(file).startsWithRaw(DESTINATION).isNotEqualTo(DESTINATION);
        assertThat(file.getNameCount()).isEqualTo(DESTINATION.getNameCount() + path.split("/").length);
        assertThat(path.toLowerCase(Locale.ROOT)).isNotEqualTo(".parley").doesNotStartWith(".parley/");
    }

    @Property
    void noSegmentOfAPathThatIsTakenMeansSomethingElseOnWindowsOrMacOs(@ForAll("path") String path) {
        if (!takes(policy, path)) {
            return;
        }
        for (String segment : path.split("/")) {
            assertThat(segment)
                    .isNotEmpty()
                    .doesNotEndWith(".")
                    .doesNotEndWith(" ")
                    .doesNotContain("\\", "\0");
            assertThat(Normalizer.isNormalized(segment, Normalizer.Form.NFC)).isTrue();
            assertThat(segment.split("\\.")[0].strip().toLowerCase(Locale.ROOT))
                    .isNotIn("con", "prn", "aux", "nul", "com1", "lpt1");
        }
    }

    @Property
    void windowsTakesNoMoreThanTheOthers(@ForAll("path") String path) {
        if (takes(onWindows, path)) {
            assertThat(takes(policy, path)).isTrue();
            assertThat(path).doesNotContain(":", "*", "?", "\"", "<", ">", "|");
        }
    }

    @Property
    void pathsThatAreTakenTogetherAreDifferentFilesOnADiskWithoutCase(
            @ForAll("path") String one, @ForAll("path") String two) {
        if (one.equals(two) || !takes(policy, one) || !takes(policy, two) || !takes(policy, List.of(one, two))) {
            return;
        }
        String first = one.toLowerCase(Locale.ROOT);
        String second = two.toLowerCase(Locale.ROOT);
        assertThat(first).isNotEqualTo(second);
        assertThat(first + "/").doesNotStartWith(second + "/");
        assertThat(second + "/").doesNotStartWith(first + "/");
        assertThat(Normalizer.normalize(first, Normalizer.Form.NFD))
                .isNotEqualTo(Normalizer.normalize(second, Normalizer.Form.NFD));
    }

    @Property
    void whatIsTakenTogetherIsTakenInEveryOrderAndInEveryPart(@ForAll("path") String a, @ForAll("path") String b) {
        List<String> both = new ArrayList<>(new HashSet<>(List.of(a, b)));
        List<String> reversed = new ArrayList<>(both);
        java.util.Collections.reverse(reversed);

        assertThat(takes(policy, both)).isEqualTo(takes(policy, reversed));
        if (takes(policy, both)) {
            both.forEach(path -> assertThat(takes(policy, List.of(path))).isTrue());
        }
    }

    @Example
    void aTaskForLinuxBringsNamesToLinuxThatWindowsCannotHave() {
        PathPolicy linuxOnly = new PathPolicy(OperatingSystem.LINUX, Set.of(OperatingSystem.LINUX));
        List<String> names = List.of("trail ", "name.", "aux.conf", "nul", "by\\x2dlabel.mount", "a:b", "A:B");

        names.forEach(name -> assertThat(takes(linuxOnly, name)).as(name).isTrue());
        assertThat(takes(linuxOnly, names)).isTrue();
        names.forEach(name -> assertThat(takes(policy, name)).as(name).isFalse());
    }

    @Example
    void windowsTakesNoBackslashWhateverATaskSays() {
        PathPolicy windowsForLinux = new PathPolicy(OperatingSystem.WINDOWS, Set.of(OperatingSystem.LINUX));

        assertThat(takes(windowsForLinux, "a\\b")).isFalse();
        assertThat(takes(windowsForLinux, "a\\..\\..\\b")).isFalse();
        assertThat(takes(windowsForLinux, "nul")).isFalse();
    }

    @Example
    void macOsTakesNoPairOfCaseWhateverATaskSays() {
        PathPolicy macForLinux = new PathPolicy(OperatingSystem.MACOS, Set.of(OperatingSystem.LINUX));

        assertThat(takes(macForLinux, List.of("Conf/a", "conf/b"))).isFalse();
        assertThat(takes(macForLinux, "aux.conf")).isTrue();
    }

    @Example
    void whatALinuxTaskBroughtIsRemovedByATaskForAll() throws ApplyFailure {
        policy.check(Change.remove("aux.conf"));
        assertThatThrownBy(() -> onWindows.check(Change.remove("aux.conf"))).isInstanceOf(ApplyFailure.class);
    }

    @Provide
    Arbitrary<Set<String>> ordinary() {
        Arbitrary<String> segment =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(4).ofMaxLength(8);
        Arbitrary<String> file =
                Combinators.combine(segment, segment).as((folder, name) -> folder + ".d/" + name + ".conf");
        return file.set().ofMaxSize(8);
    }

    @Property(tries = 200)
    void ordinaryPathsAreTaken(@ForAll("ordinary") Set<String> paths) {
        paths.forEach(path -> assertThat(takes(onWindows, path)).as(path).isTrue());
        assertThat(takes(onWindows, List.copyOf(paths))).isTrue();
    }
}
