package parley.message.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {

    private static final Digest EMPTY =
            new Digest("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    private static final Digest ABC =
            new Digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.conf", ".hidden", "...", "a b", "ä/日本", "con", "a:b", "-x", "\uD83D\uDE00"})
    void theseArePaths(String path) {
        assertThat(BundlePath.check(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, is empty",
                "/a, is absolute",
                "a//b, has an empty segment",
                "a/, has an empty segment",
                "., has a segment .",
                "a/./b, has a segment .",
                ".., has a segment ..",
                "a/../../b, has a segment ..",
                "`a\u0000b`, has a control character",
                "`a\nb`, has a control character",
                "`a\u0085b`, has a control character",
                "a\u0308, is not in Unicode normal form C"
            })
    void theseAreNone(String path, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BundlePath.check(path))
                .withMessageEndingWith(why);
    }

    @Test
    void aLoneSurrogateIsNoPath() {
        assertThatIllegalArgumentException().isThrownBy(() -> BundlePath.check("a" + (char) 0xD800));
    }

    @Test
    void segmentsReachTo255BytesAndPathsTo1024() {
        String segment = "ä".repeat(127) + "x";
        String path = String.join("/", segment, segment, segment, segment);
        assertThat(BundlePath.check(path)).hasSize(4 * 128 + 3);
        assertThatThrownBy(() -> BundlePath.check(segment + "x")).hasMessageEndingWith("longer than 255 bytes");
        assertThatThrownBy(() -> BundlePath.check(path + "/a")).hasMessageEndingWith("longer than 1024 bytes");
    }

    @Test
    void pathsAreOrderedByTheirBytesNotByTheirUtf16Units() {
        assertThat(Stream.of("\uD83D\uDE00", "\uFF5E", "a/b", "a", "a.b", "Z").sorted(BundlePath.ORDER))
                .containsExactly("Z", "a", "a.b", "a/b", "\uFF5E", "\uD83D\uDE00");
    }

    // printf '0644 0 e3b0…b855 a\n0755 3 ba78…15ad ～\n0644 0 e3b0…b855 😀\n' | sha256sum
    @Test
    void theBundleDigestIsTheHashOfTheSortedLines() {
        Map<String, FileEntry> files = new LinkedHashMap<>();
        files.put("\uD83D\uDE00", new FileEntry(EMPTY, 0, new Mode(0644)));
        files.put("\uFF5E", new FileEntry(ABC, 3, new Mode(0755)));
        files.put("a", new FileEntry(EMPTY, 0, new Mode(0644)));
        assertThat(BundleDigest.of(files).text())
                .isEqualTo("sha256:375c394b9ccf1abfb78e2bbd668f8c28a087bf1e20499f56e3b60c23d6141159");
    }

    @Test
    void theDigestOfNoFilesIsThatOfNoBytes() {
        assertThat(BundleDigest.of(Map.of())).isEqualTo(EMPTY);
    }

    @Test
    void theDifferenceIsTheFewestChanges() {
        FileEntry empty = new FileEntry(EMPTY, 0, new Mode(0644));
        FileEntry abc = new FileEntry(ABC, 3, new Mode(0644));
        FileEntry script = new FileEntry(ABC, 3, new Mode(0755));
        assertThat(BundleDiff.between(
                        Map.of("same", abc, "content", empty, "mode", abc, "gone", abc),
                        Map.of("same", abc, "content", abc, "mode", script, "added", empty)))
                .containsExactly(
                        Change.add("added", empty),
                        Change.replace("content", abc),
                        Change.remove("gone"),
                        Change.replace("mode", script));
    }

    @Test
    void aRemovalHasNoFileAndEveryOtherChangeHasOne() {
        assertThat(Change.remove("a").bytes()).isZero();
        assertThat(Change.add("a", new FileEntry(ABC, 3, new Mode(0644))).bytes())
                .isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> new Change("a", Action.ADD, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "644", "0888", "1755", "00644", "04755"})
    void modesAreFourOctalDigitsOfPermissions(String mode) {
        assertThatIllegalArgumentException().isThrownBy(() -> Mode.parse(mode));
    }

    @Test
    void aModeIsWrittenAsItWasRead() {
        assertThat(Mode.parse("0644").text()).isEqualTo("0644");
        assertThat(Mode.parse("0007").bits()).isEqualTo(7);
    }
}
