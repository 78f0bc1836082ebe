package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static parley.server.bundles.intake.Refusals.refused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.UploadRefused.Why;

class TarGzReaderTest {

    @TempDir
    Path data;

    private Uploads uploads;

    @BeforeEach
    void store() throws IOException {
        uploads = new Uploads(data);
    }

    @Test
    void filesKeepPathModeAndContent() throws IOException {
        byte[] archive = new Tar()
                .folder("./conf/")
                .file("./conf/app.yaml", 0640, "port: 80")
                .file("run.sh", 0755, "#!/bin/sh")
                .bytes();
        assertThat(uploads.archive(archive))
                .containsExactly(entry("conf/app.yaml", "0640 port: 80"), entry("run.sh", "0755 #!/bin/sh"));
    }

    @Test
    void setUserIdIsDropped() throws IOException {
        assertThat(uploads.archive(new Tar().file("su", 04755, "x").bytes())).containsExactly(entry("su", "0755 x"));
    }

    @Test
    void longAndUnicodeNamesArrive() throws IOException {
        String path = "ä".repeat(100) + "/" + "b".repeat(250);
        assertThat(uploads.archive(new Tar().file(path, 0644, "x").bytes())).containsExactly(entry(path, "0644 x"));
    }

    @Test
    void linksThatStayInsideAreCarriedAsLinksAndHardLinksBecomeCopies() throws IOException {
        byte[] archive = new Tar()
                .symbolicLink("sites-enabled/web", "../sites-available/web")
                .file("sites-available/web", 0644, "server {}")
                .symbolicLink("again", "sites-enabled/web")
                .symbolicLink("a/b/folder", "../../sites-available/")
                .symbolicLink("a/b/roundabout", ".././b/../../sites-available/./web")
                .symbolicLink("a/through", "b/folder/web")
                .hardLink("hard", "sites-available/web")
                .hardLink("hard-too", "again")
                .bytes();
        assertThat(uploads.archive(archive))
                .containsExactly(
                        entry("a/b/folder", "link ../../sites-available"),
                        entry("a/b/roundabout", "link ../../sites-available/web"),
                        entry("a/through", "link b/folder/web"),
                        entry("again", "link sites-enabled/web"),
                        entry("hard", "0644 server {}"),
                        entry("hard-too", "0644 server {}"),
                        entry("sites-available/web", "0644 server {}"),
                        entry("sites-enabled/web", "link ../sites-available/web"));
        assertThat(uploads.warnings(archive)).isEmpty();
    }

    @Test
    void aFileBelowALinkIsRefused() throws IOException {
        byte[] archive = new Tar()
                .file("folder/file", 0644, "x")
                .symbolicLink("link", "folder")
                .file("link/other", 0644, "x")
                .bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, "“link/other” is below “link”, which is a file."));
    }

    @ParameterizedTest
    @CsvSource({
        "link, ../outside, leaves the bundle",
        "link, /etc/shadow, leaves the bundle",
        "a/link, ../../outside, leaves the bundle",
        "link, missing, nothing is there in the bundle",
        "link, folder/missing, nothing is there in the bundle",
        "link, link, goes in a circle",
        "folder/self, ., goes in a circle",
        "folder/up, .., is a link to the folder that is the bundle itself",
        "link, ., is a link to the folder that is the bundle itself",
        "link, ..\\outside, nothing is there in the bundle",
        "link, '', leaves the bundle",
    })
    void otherLinksAreRefused(String path, String target, String words) throws IOException {
        byte[] archive = new Tar()
                .file("folder/file", 0644, "x")
                .symbolicLink(path, target)
                .bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, "“" + path + "”", words));
    }

    @Test
    void aHardLinkOutOfTheBundleIsRefused() throws IOException {
        byte[] archive = new Tar().hardLink("link", "../../etc/shadow").bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, "“link”", "leaves the bundle"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../up", "/etc/passwd", "a//b", "a/./b", ".parley/journal", ".Parley/x"})
    void badPathsAreRefusedByName(String path) throws IOException {
        byte[] archive = new Tar().file(path, 0644, "x").bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, "“" + path + "”"));
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, comes twice",
        "a, a/b, which is a file",
        "a/b, a, is a file here and a folder elsewhere",
        "a/b, a/b/c, is below “a/b”",
    })
    void pathsThatCannotStandSideBySideAreRefused(String first, String second, String words) throws IOException {
        byte[] archive =
                new Tar().file(first, 0644, "1").file(second, 0644, "2").bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, "“" + second + "”", words));
    }

    @Test
    void aFolderThatIsAFileElsewhereIsRefused() throws IOException {
        byte[] archive = new Tar().file("a", 0644, "1").folder("a/").bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, "“a” is a folder here and a file elsewhere in the bundle."));
    }

    @Test
    void whatOnlySomePlatformsCannotHaveIsTakenWithAWarning() throws IOException {
        byte[] archive = new Tar()
                .file("a", 0644, "")
                .file("A", 0644, "")
                .file("aux.conf", 0644, "")
                .file("dev-disk-by\\x2dlabel-a.swap", 0644, "")
                .file("name.", 0644, "")
                .bytes();
        assertThat(uploads.archive(archive)).hasSize(5);
        assertThat(uploads.warnings(archive))
                .containsExactly("platform_names: a: macOS and Windows cannot distinguish it from A,"
                        + " aux.conf: \"aux.conf\" is the name of a device on Windows,"
                        + " dev-disk-by\\x2dlabel-a.swap: \"dev-disk-by\\x2dlabel-a.swap\" holds a character that"
                        + " Windows does not take,"
                        + " name.: Windows drops the dot or space at the end of \"name.\"");
    }

    @Test
    void aDecomposedNameIsComposedAndTold() throws IOException {
        byte[] archive = new Tar().file("u\u0308/a\u0308", 0644, "1").bytes();
        assertThat(uploads.archive(archive)).containsExactly(entry("\u00fc/\u00e4", "0644 1"));
        assertThat(uploads.warnings(archive)).containsExactly("unicode_form: \u00fc/\u00e4");
    }

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9, cafe\u0301, this one has U+0065 U+0301 where the other has U+00E9",
        "cafe\u0301/a, caf\u00e9/b, this one has U+00E9 where the other has U+0065 U+0301"
    })
    void twoNamesThatLookTheSameAreToldApart(String first, String second, String words) throws IOException {
        byte[] archive =
                new Tar().file(first, 0644, "1").file(second, 0644, "2").bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, words));
    }

    @Test
    void whatIsLeftOutAndWhatWasHardlyMeantIsToldByName() throws IOException {
        byte[] archive = new Tar()
                .folder("empty/")
                .folder("nested/")
                .folder("nested/empty/")
                .file("su", 06755, "")
                .file(".git/config", 0644, "")
                .file(".git/HEAD", 0644, "")
                .file("conf/foo~", 0644, "")
                .file("conf/.foo.swp", 0644, "")
                .file(".DS_Store", 0644, "")
                .file(".env", 0600, "")
                .bytes();
        assertThat(uploads.warnings(archive))
                .containsExactly(
                        "unintended_files: .DS_Store, .env, .git/, conf/.foo.swp, conf/foo~",
                        "empty_folders: empty, nested/empty",
                        "special_bits: su");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void devicesAndPipesAreRefused(byte type) throws IOException {
        byte[] archive = new Tar().special("dev/null", type).bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, "“dev/null”", "is a device or a pipe"));
    }

    @Test
    void anArchiveThatInflatesBeyondAllProportionIsStopped() throws IOException {
        byte[] archive = new Tar().file("zeros", 0644, "\0".repeat(40 << 20)).bytes();
        assertThat(archive.length).isLessThan(100_000);
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.TOO_LARGE, "inflates to more than 50 times its size"));
        assertThat(uploads.tmp).isEmptyDirectory();
        assertThat(uploads.store.bytes()).isZero();
    }

    @Test
    void aHeaderWithoutEndIsStoppedBeforeItFillsTheMemory() throws IOException {
        byte[] archive = new Tar().longName(8 << 20).bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.INVALID, "far too large"));
    }

    @Test
    void theNumberOfFilesHasABound() throws IOException {
        Tar tar = new Tar();
        for (int i = 0; i < 101; i++) {
            tar.file("f" + i, 0644, "");
        }
        assertThatThrownBy(() -> uploads.archive(tar.bytes())).satisfies(refused(Why.TOO_LARGE, "more than 100 files"));
    }

    @Test
    void oneFileHasABound() throws IOException {
        byte[] archive = new Tar().file("big", 0644, "123456").bytes();
        assertThatThrownBy(() -> uploads.archive(archive, new BundleLimits(9, 5, 100, 4096, 50)))
                .satisfies(refused(Why.TOO_LARGE, "“big” is larger than 5 bytes"));
    }

    @Test
    void theBundleHasABoundAndLinksCountAsCopies() throws IOException {
        byte[] files = new Tar().file("a", 0644, "1234").file("b", 0644, "5678").bytes();
        assertThatThrownBy(() -> uploads.archive(files, new BundleLimits(9, 5, 7, 4096, 50)))
                .satisfies(refused(Why.TOO_LARGE, "With “b” the bundle is larger than 7 bytes"));
        byte[] links = new Tar().file("a", 0644, "1234").hardLink("b", "a").bytes();
        assertThatThrownBy(() -> uploads.archive(links, new BundleLimits(9, 5, 7, 4096, 50)))
                .satisfies(refused(Why.TOO_LARGE, "links counted as copies"));
    }

    @Test
    void anArchiveThatIsCutOffIsDamaged() throws IOException {
        byte[] whole = new Tar().file("a", 0644, "1234").bytes();
        assertThatThrownBy(() -> uploads.archive(Arrays.copyOf(whole, whole.length - 30)))
                .satisfies(refused(Why.INVALID, "damaged or cut off"));
    }

    @Test
    void anArchiveWithoutFilesIsRefused() throws IOException {
        byte[] archive = new Tar().folder("empty/").bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.INVALID, "no file"));
    }

    @Test
    void anArchiveInAnArchiveIsAFile() throws IOException {
        byte[] inner = new Tar().file("a", 0644, "1").bytes();
        byte[] archive = new Tar().file("inner.tar.gz", 0644, inner).bytes();
        assertThat(uploads.archive(archive)).containsOnlyKeys("inner.tar.gz");
    }

    /** A tar.gz in memory. */
    private static final class Tar {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream tar;

        Tar() throws IOException {
            tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
        }

        Tar folder(String path) throws IOException {
            return put(new TarArchiveEntry(path, true), new byte[0]);
        }

        Tar file(String path, int mode, String content) throws IOException {
            return file(path, mode, content.getBytes(UTF_8));
        }

        Tar file(String path, int mode, byte[] content) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry("x", true);
            entry.setName(path);
            entry.setMode(mode);
            entry.setSize(content.length);
            return put(entry, content);
        }

        Tar symbolicLink(String path, String target) throws IOException {
            return link(path, target, TarConstants.LF_SYMLINK);
        }

        Tar hardLink(String path, String target) throws IOException {
            return link(path, target, TarConstants.LF_LINK);
        }

        Tar special(String path, byte type) throws IOException {
            return put(new TarArchiveEntry(path, type), new byte[0]);
        }

        Tar longName(int length) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            byte[] name = new byte[length];
            Arrays.fill(name, (byte) 'a');
            entry.setSize(length);
            return put(entry, name);
        }

        private Tar link(String path, String target, byte type) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(path, type);
            entry.setLinkName(target);
            return put(entry, new byte[0]);
        }

        private Tar put(TarArchiveEntry entry, byte[] content) throws IOException {
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        }

        byte[] bytes() throws IOException {
            tar.close();
            return bytes.toByteArray();
        }
    }
}
