package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static parley.server.bundles.intake.Refusals.refused;
import static parley.server.bundles.intake.Uploads.BOUNDARY;
import static parley.server.bundles.intake.Uploads.LIMITS;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.server.bundles.store.Staging;
import parley.server.bundles.store.UploadRefused;
import parley.server.bundles.store.UploadRefused.Why;

class MultipartUploadTest {

    @TempDir
    Path data;

    private Uploads uploads;

    @BeforeEach
    void store() throws IOException {
        uploads = new Uploads(data);
    }

    @Test
    void filesComeWithPathsAndModes() throws IOException {
        assertThat(read(part("name=\"name\"", "", "site")
                        + part("name=\"file\"; filename=\"conf/ä.yaml\"", "", "port: 80")
                        + part("name=\"file\"; filename=\"run.sh\"", "Parley-Mode: 0755\r\n", "#!/bin/sh\n")
                        + end()))
                .containsExactly(entry("conf/ä.yaml", "0644 port: 80"), entry("run.sh", "0755 #!/bin/sh\n"));
    }

    @Test
    void nameAndVersionAreFields() throws IOException {
        String body = part("name=\"name\"", "", "site")
                + part("name=\"version\"", "", "2.1")
                + part("name=\"file\"; filename=\"a\"", "", "x")
                + end();
        try (Staging staging = uploads.store.stage()) {
            MultipartUpload.Received received = MultipartUpload.read(stream(body), BOUNDARY, staging, LIMITS);
            assertThat(received.name()).contains("site");
            assertThat(received.version()).contains("2.1");
            assertThat(received.archive()).isEmpty();
        }
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        assertThat(read(part("name=\"file\"; filename=\"empty\"", "", "") + end()))
                .containsExactly(entry("empty", "0644 "));
    }

    @Test
    void contentThatLooksLikeTheBoundaryIsContent() throws IOException {
        assertThat(read(part("name=\"file\"; filename=\"a\"", "", "\r\n--xYz\r\n--xYzZ") + end()))
                .containsExactly(entry("a", "0644 \r\n--xYz\r\n--xYzZ"));
    }

    @Test
    void aBodyThatEndsAnywhereBeforeItsClosingBoundaryIsIncomplete() {
        String whole = part("name=\"name\"", "", "site") + part("name=\"file\"; filename=\"a\"", "", "x") + end();
        for (int length = 1; length < whole.length() - 4; length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut after %d of %d bytes", length, whole.length())
                    .satisfies(refused(Why.INCOMPLETE));
        }
        assertThat(uploads.tmp).isEmptyDirectory();
    }

    @Test
    void aLostConnectionIsIncomplete() {
        InputStream lost = new SequenceInputStream(
                stream(part("name=\"file\"; filename=\"a\"", "", "half").substring(0, 70)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("reset by peer");
                    }
                });
        assertThatThrownBy(() -> uploads.multipart(lost, LIMITS))
                .satisfies(refused(Why.INCOMPLETE, "broke off after 70 bytes"));
        assertThat(uploads.tmp).isEmptyDirectory();
    }

    @Test
    void anArchiveThatIsCutOffWithItsConnectionIsIncompleteAndNotDamaged() {
        String body = part("name=\"archive\"; filename=\"a.zip\"", "", "PK\u0003\u0004half a zip");
        assertThatThrownBy(() -> read(body.substring(0, body.length() - 2))).satisfies(refused(Why.INCOMPLETE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            fd377a585a00         | The archive is a tar compressed with xz, which this server does not read.
            28b52ffd24           | The archive is a tar compressed with Zstandard, which this server does not read.
            425a6839314159       | The archive is a tar compressed with bzip2, which this server does not read.
            04224d186440         | The archive is a tar compressed with lz4, which this server does not read.
            4c5a495001           | The archive is a tar compressed with lzip, which this server does not read.
            5d00008000           | The archive is a tar compressed with LZMA, which this server does not read.
            1f9d90               | The archive is a tar compressed with compress (.Z), which this server does not read.
            377abcaf271c0004     | The archive is a 7z archive, which this server does not read.
            526172211a0700       | The archive is a rar archive, which this server does not read.
            526172211a070100     | The archive is a rar archive, which this server does not read.
            303730373031         | The archive is a cpio archive, which this server does not read.
            213c617263683e0a     | The archive is an ar archive or a Debian package, which this server does not read.
            edabeedb0300         | The archive is an rpm package, which this server does not read.
            4d53434600000000     | The archive is a Windows cabinet, which this server does not read.
            6e6f7468696e67       | The archive is neither a zip nor a tar.gz.
            50                   | The archive is neither a zip nor a tar.gz.
            ''                   | The archive is empty.
            """)
    void whatIsNoZipAndNoTarGzIsNamed(String bytes, String words) {
        String content = new String(HexFormat.of().parseHex(bytes), ISO_8859_1);
        assertThatThrownBy(() -> uploads.multipart(
                        new ByteArrayInputStream((part("name=\"archive\"; filename=\"a.rar\"", "", content) + end())
                                .getBytes(ISO_8859_1)),
                        LIMITS))
                .satisfies(refused(Why.UNSUPPORTED))
                .hasMessage(words);
    }

    @Test
    void aTarThatIsNotCompressedIsNamedWithTheWayOut() {
        String tar = "conf/" + "\0".repeat(252) + "ustar\0" + "00";
        assertThatThrownBy(() -> read(part("name=\"archive\"; filename=\"a.tar\"", "", tar) + end()))
                .isInstanceOfSatisfying(UploadRefused.class, refused -> {
                    assertThat(refused)
                            .hasMessage("The archive is a tar that is not compressed, which this server "
                                    + "does not read.");
                    assertThat(refused.hint()).isEqualTo("Compress it with gzip and upload the tar.gz.");
                });
    }

    @Test
    void aFieldThatComesTwiceIsRefused() {
        assertThatThrownBy(() -> read(part("name=\"name\"", "", "a") + part("name=\"name\"", "", "b") + end()))
                .satisfies(refused(Why.INVALID, "The field “name” comes twice."));
    }

    @Test
    void filesAndAnArchiveTogetherAreRefused() {
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a\"", "", "x")
                        + part("name=\"archive\"; filename=\"a.zip\"", "", "PK")
                        + end()))
                .satisfies(refused(Why.INVALID, "both files and an archive"));
    }

    @Test
    void anUnknownPartIsNamed() {
        assertThatThrownBy(() -> read(part("name=\"fiel\"; filename=\"a\"", "", "x") + end()))
                .satisfies(refused(Why.INVALID, "“fiel”"));
    }

    @Test
    void aFileWithoutANameIsRefused() {
        assertThatThrownBy(() -> read(part("name=\"file\"", "", "x") + end()))
                .satisfies(refused(Why.INVALID, "no file name"));
    }

    @Test
    void aModeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a\"", "Parley-Mode: 100755\r\n", "x") + end()))
                .satisfies(refused(Why.INVALID, "“a”", "100755"));
    }

    @Test
    void linksAndEmptyFoldersArePartsOfTheirOwn() throws IOException {
        String body = part("name=\"file\"; filename=\"a/web\"", "Parley-Mode: link\r\n", "../b/web")
                + part("name=\"file\"; filename=\"b/web\"", "Parley-Mode: 4755\r\n", "x")
                + part("name=\"file\"; filename=\"empty\"", "Parley-Mode: dir\r\n", "");
        assertThat(read(body + end())).containsExactly(entry("a/web", "link ../b/web"), entry("b/web", "0755 x"));
        assertThat(read(body + part("name=\"emptyFolders\"", "", "keep") + end()))
                .containsExactly(entry("a/web", "link ../b/web"), entry("b/web", "0755 x"), entry("empty", "dir "));
        assertThatThrownBy(() -> read(body + part("name=\"emptyFolders\"", "", "yes") + end()))
                .satisfies(refused(Why.INVALID, "neither keep nor drop"));
    }

    @Test
    void aNameWithABackslashComesInTheFormThatCanWriteIt() throws IOException {
        assertThat(read(part("name=\"file\"; filename*=UTF-8''a%5Cb", "", "x") + end()))
                .containsExactly(entry("a\\b", "0644 x"));
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a\\b\"", "", "x") + end()))
                .satisfies(refused(Why.BAD_PATH, "“a\\b”", "filename*=UTF-8''"));
    }

    @Test
    void aPathThatClimbsIsRefusedByName() {
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"../a\"", "", "x") + end()))
                .satisfies(refused(Why.BAD_PATH, "“../a”"));
    }

    @Test
    void aPathThatMayHaveHadAQuotationMarkIsNotGuessedAt() {
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a%22b\"", "", "x") + end()))
                .satisfies(refused(Why.BAD_PATH, "“a%22b”"));
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a\\\"b\"", "", "x") + end()))
                .satisfies(refused(Why.BAD_PATH, "backslash"));
    }

    @Test
    void anUploadWithoutFilesIsRefused() {
        assertThatThrownBy(() -> read(part("name=\"name\"", "", "site") + end()))
                .satisfies(refused(Why.INVALID, "no file"));
    }

    @Test
    void aFieldAndAHeadHaveABound() {
        assertThatThrownBy(() -> read(part("name=\"name\"", "", "x".repeat(1025)) + end()))
                .satisfies(refused(Why.INVALID, "longer than 1024 bytes"));
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"" + "x".repeat(9000) + "\"", "", "x") + end()))
                .satisfies(refused(Why.INVALID, "head of a part"));
    }

    private SortedMap<String, String> read(String body) throws IOException {
        return uploads.multipart(stream(body), LIMITS);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(UTF_8));
    }

    private static String part(String disposition, String header, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + header + "\r\n"
                + content + "\r\n";
    }

    private static String end() {
        return "--" + BOUNDARY + "--\r\n";
    }
}
