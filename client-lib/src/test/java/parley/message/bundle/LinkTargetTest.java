package parley.message.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTargetTest {

    @ParameterizedTest
    @CsvSource({
        "web, app, app",
        "sites-enabled/web, ../sites-available/web, sites-available/web",
        "a/b/c, ../../d, d",
        "a/b/c, d/e, a/b/d/e",
        "current, releases/2, releases/2",
        "a, a, a"
    })
    void aTargetLeadsToAPathInTheFolder(String link, String target, String path) {
        assertThat(LinkTarget.check(link, target)).isEqualTo(target);
        assertThat(LinkTarget.resolve(link, target)).isEqualTo(path);
        assertThat(LinkTarget.parse(link, target.getBytes(UTF_8))).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a, ``, is empty",
                "a, /etc/passwd, is absolute",
                "a, ../b, leads out of the folder",
                "a/b, ../../c, leads out of the folder",
                "a/b, .., names no file after the last ..",
                "a/b, ../, names no file after the last ..",
                "a, .., leads out of the folder",
                "a, ., has a segment .",
                "a, ./b, has a segment .",
                "a/b, c/../../../d, has a segment ..",
                "a/b, ..//etc, is absolute",
                "a, b/, has an empty segment",
                "a, `b\u0000c`, has a control character",
                "a, o\u0308, is not in Unicode normal form C"
            })
    void theseAreNoTargets(String link, String target, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkTarget.check(link, target))
                .withMessageEndingWith(why);
    }

    @Test
    void aTargetReachesTo1024BytesWithItsDots() {
        String segment = "x".repeat(253);
        String target = "../" + String.join("/", segment, segment, segment, segment) + "/x/xx";
        assertThat(target).hasSize(1023);
        assertThat(LinkTarget.check("a/b", target + "x")).hasSize(1024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkTarget.check("a/b", target + "xx"))
                .withMessage("the target of the link \"a/b\" is longer than 1024 bytes");
    }

    @Test
    void whatIsNotUtf8IsNoTarget() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkTarget.parse("a", new byte[] {'b', (byte) 0xFF}))
                .withMessage("the target of the link \"a\" is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "dir", "0000", "0755"})
    void theKindOfAnEntryIsAWordInPlaceOfItsMode(String text) {
        assertThat(Mode.parse(text).text()).isEqualTo(text);
    }

    @Test
    void onlyAFileHasPermissions() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mode(Mode.Kind.LINK, 0777));
        assertThat(Mode.parse("link")).isEqualTo(Mode.LINK);
        assertThat(Mode.parse("dir")).isEqualTo(Mode.FOLDER);
    }

    @Test
    void aLinkHasATargetAndAFolderHasNoContent() {
        Digest abc = new Digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(new FileEntry(abc, 3, Mode.LINK).isLink()).isTrue();
        assertThat(FileEntry.folder().isFolder()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileEntry(FileEntry.folder().sha256(), 0, Mode.LINK))
                .withMessage("a link's target has 1 to 4096 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileEntry(abc, 4097, Mode.LINK))
                .withMessage("a link's target has 1 to 4096 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileEntry(abc, 3, Mode.FOLDER))
                .withMessage("an empty folder has no content");
    }

    // printf 'dir 0 e3b0…b855 cache\nlink 3 ba78…15ad current\n' | sha256sum
    @Test
    void theBundleDigestHasTheWordWhereAFileHasItsMode() {
        Digest abc = new Digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(BundleDigest.of(Map.of("current", new FileEntry(abc, 3, Mode.LINK), "cache", FileEntry.folder())))
                .isEqualTo(new Digest("sha256:6944a3745ebdabf424a98404ca9dc9789538a99bb1c49eef70eec8cae5e55e5f"));
    }

    @Test
    void aLinkInPlaceOfAFileWithTheSameContentIsAChange() {
        Digest abc = new Digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        FileEntry link = new FileEntry(abc, 3, Mode.LINK);
        assertThat(BundleDiff.between(
                        Map.of("a", new FileEntry(abc, 3, new Mode(0644)), "b", FileEntry.folder()),
                        Map.of("a", link, "c", FileEntry.folder())))
                .containsExactly(Change.replace("a", link), Change.remove("b"), Change.add("c", FileEntry.folder()));
    }
}
