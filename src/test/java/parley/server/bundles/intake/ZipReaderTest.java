package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static parley.server.bundles.intake.Refusals.refused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.bundles.store.UploadRefused;
import parley.server.bundles.store.UploadRefused.Why;

class ZipReaderTest {

    @TempDir
    Path data;

    private Uploads uploads;

    @BeforeEach
    void store() throws IOException {
        uploads = new Uploads(data);
    }

    @Test
    void filesKeepPathModeAndContent() throws IOException {
        byte[] archive = new Zip()
                .file("conf/app.yaml", 0100640, "port: 80")
                .file("run.sh", 0100755, "#!/bin/sh")
                .bytes();
        assertThat(uploads.archive(archive))
                .containsExactly(entry("conf/app.yaml", "0640 port: 80"), entry("run.sh", "0755 #!/bin/sh"));
    }

    @Test
    void aZipThatWasNotMadeByAUnixGivesOrdinaryModes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("conf/"));
            zip.putNextEntry(new ZipEntry("conf/ä.yaml"));
            zip.write("port: 80".getBytes(UTF_8));
            zip.closeEntry();
        }
        assertThat(uploads.archive(bytes.toByteArray())).containsExactly(entry("conf/ä.yaml", "0644 port: 80"));
    }

    @Test
    void storedFilesAreReadToo() throws IOException {
        assertThat(uploads.archive(new Zip().stored("plain", "as it is").bytes()))
                .containsExactly(entry("plain", "0644 as it is"));
    }

    @Test
    void aZip64IsReadToo() throws IOException {
        assertThat(uploads.archive(
                        new Zip(Zip64Mode.Always).file("a", 0100600, "x").bytes()))
                .containsExactly(entry("a", "0600 x"));
    }

    @Test
    void manyFilesWithContentsLargerThanTheReadersBuffersKeepTheirModes() throws IOException {
        Zip zip = new Zip();
        for (int i = 0; i < 50; i++) {
            zip.file("folder/file-" + i, 0100700 + i % 8, "x" + "0123456789".repeat(i * 1000));
        }
        assertThat(uploads.archive(zip.bytes())).hasSize(50).hasEntrySatisfying("folder/file-49", f -> assertThat(f)
                .startsWith("0701 x0"));
    }

    @Test
    void linksThatStayInsideAreCarriedAsLinks() throws IOException {
        byte[] archive = new Zip()
                .file("sites-enabled/web", 0120777, "../sites-available/web")
                .file("sites-available/web", 0100644, "server {}")
                .bytes();
        assertThat(uploads.archive(archive))
                .containsExactly(
                        entry("sites-available/web", "0644 server {}"),
                        entry("sites-enabled/web", "link ../sites-available/web"));
        assertThat(uploads.tmp).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "../outside", "a/../../outside"})
    void aLinkThatLeavesTheBundleIsRefused(String target) throws IOException {
        byte[] archive = new Zip().file("link", 0120777, target).bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, "“link”", "leaves the bundle", target));
    }

    @Test
    void emptyFoldersAndSpecialBitsAreToldAsWithTar() throws IOException {
        byte[] archive =
                new Zip().file("empty/", 040755, "").file("su", 0104755, "x").bytes();
        assertThat(uploads.archive(archive)).containsExactly(entry("su", "0755 x"));
        assertThat(uploads.warnings(archive)).containsExactly("empty_folders: empty", "special_bits: su");
    }

    @Test
    void aDeviceIsRefused() throws IOException {
        byte[] archive = new Zip().file("dev/null", 0020666, "").bytes();
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, "“dev/null”", "device"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../up", "/etc/passwd", "./../up", ".parley/x"})
    void badPathsAreRefusedByName(String path) throws IOException {
        byte[] archive = new Zip().file(path, 0100644, "x").bytes();
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.BAD_PATH, path.startsWith("./") ? "“../up”" : "“" + path + "”"));
    }

    @Test
    void aBackslashIsNotTakenForASlash() throws IOException {
        byte[] archive = new Zip().file("a|b", 0100644, "x").bytes();
        byte[] windows = new String(archive, ISO_8859_1).replace('|', '\\').getBytes(ISO_8859_1);
        assertThat(uploads.archive(windows)).containsExactly(entry("a\\b", "0644 x"));
        assertThat(uploads.warnings(windows).get(0)).startsWith("platform_names: a\\b: ");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws IOException {
        byte[] archive = new Zip().file("abcd", 0100644, "x").bytes();
        String text = new String(archive, ISO_8859_1);
        byte[] latin1 = text.replace("abcd", "caf\u00e9").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> uploads.archive(latin1)).satisfies(refused(Why.BAD_PATH, "“café”", "UTF-8"));
    }

    @Test
    void aZipThatInflatesBeyondAllProportionIsStopped() throws IOException {
        byte[] archive = new Zip().file("zeros", 0100644, "\0".repeat(40 << 20)).bytes();
        assertThat(archive.length).isLessThan(100_000);
        assertThatThrownBy(() -> uploads.archive(archive))
                .satisfies(refused(Why.TOO_LARGE, "inflates to more than 50 times its size"));
        assertThat(uploads.tmp).isEmptyDirectory();
    }

    @Test
    void aZipWhoseDirectoryNamesOtherFilesIsRefused() throws IOException {
        byte[] archive = new Zip().file("good", 0100644, "x").bytes();
        String text = new String(archive, ISO_8859_1);
        int inDirectory = text.lastIndexOf("good");
        byte[] twoFaced =
                (text.substring(0, inDirectory) + "evil" + text.substring(inDirectory + 4)).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> uploads.archive(twoFaced)).satisfies(refused(Why.INVALID, "lists other files"));
    }

    @Test
    void aZipThatIsCutOffAnywhereIsDamaged() throws IOException {
        byte[] whole = new Zip().file("a", 0100644, "x").file("b", 0100644, "y").bytes();
        for (int length = 2; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> uploads.archive(cut))
                    .as("cut after %d of %d bytes", length, whole.length)
                    .satisfies(refused(Why.INVALID));
        }
        assertThat(uploads.tmp).isEmptyDirectory();
    }

    @Test
    void aFlippedByteNeverDoesMoreThanHaveTheZipRefused() throws IOException {
        byte[] whole = new Zip().file("a/b", 0100644, "text").bytes();
        for (int at = 2; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x55;
            try {
                assertThat(uploads.archive(flipped)).hasSize(1);
            } catch (UploadRefused expected) {
                assertThat(expected.hint()).isNotBlank();
            }
        }
    }

    @Test
    void anEncryptedFileIsRefused() throws IOException {
        byte[] archive = new Zip().file("secret", 0100644, "x").bytes();
        archive[6] |= 1;
        assertThatThrownBy(() -> uploads.archive(archive)).satisfies(refused(Why.BAD_PATH, "“secret”", "encrypted"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, Shrink (method 1)",
        "6, Implode (method 6)",
        "9, Deflate64 (method 9)",
        "14, LZMA (method 14)",
        "20, Zstandard (method 20)",
        "77, method 77",
        "93, Zstandard (method 93)",
        "95, xz (method 95)",
        "97, WavPack (method 97)",
        "98, PPMd (method 98)",
    })
    void anotherMethodThanDeflateIsRefusedByName(int method, String words) {
        assertThatThrownBy(() -> uploads.archive(HostileZips.ofMethod(method)))
                .isInstanceOfSatisfying(UploadRefused.class, refused -> {
                    assertThat(refused.why()).isEqualTo(Why.INVALID);
                    assertThat(refused).hasMessage("“notes.txt” is compressed with " + words + "; use deflate.");
                    assertThat(refused.hint())
                            .isEqualTo("Make the archive again with “zip -r bundle.zip .”, or as “tar -czf "
                                    + "bundle.tar.gz .”.");
                });
    }

    @Test
    void bzip2IsRefusedByName() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(compressed)) {
            out.write("text".getBytes(UTF_8));
        }
        assertThatThrownBy(() -> uploads.archive(HostileZips.ofMethod(12, compressed.toByteArray())))
                .satisfies(refused(Why.INVALID, "“notes.txt” is compressed with bzip2 (method 12); use deflate."));
    }

    @Test
    void aListedFolderMayHaveContentThatNobodyReads() throws IOException {
        assertThat(uploads.archive(new Zip()
                        .stored("conf/", "x")
                        .file("conf/a", 0100644, "1")
                        .bytes()))
                .containsExactly(entry("conf/a", "0644 1"));
    }

    /** A zip in memory. */
    private static final class Zip {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

        Zip() {}

        Zip(Zip64Mode mode) {
            zip.setUseZip64(mode);
        }

        Zip file(String path, int unixMode, String content) throws IOException {
            ZipArchiveEntry entry = new ZipArchiveEntry(path);
            entry.setUnixMode(unixMode);
            return put(entry, content.getBytes(UTF_8));
        }

        Zip stored(String path, String content) throws IOException {
            byte[] plain = content.getBytes(UTF_8);
            CRC32 crc = new CRC32();
            crc.update(plain);
            ZipArchiveEntry entry = new ZipArchiveEntry(path);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(plain.length);
            entry.setCrc(crc.getValue());
            return put(entry, plain);
        }

        private Zip put(ZipArchiveEntry entry, byte[] content) throws IOException {
            zip.putArchiveEntry(entry);
            zip.write(content);
            zip.closeArchiveEntry();
            return this;
        }

        byte[] bytes() throws IOException {
            zip.close();
            return bytes.toByteArray();
        }
    }
}
