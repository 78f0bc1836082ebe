package parley.server.bundles.intake;

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
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.bundles.Staging;
import parley.server.bundles.UploadRefused.Why;

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

    @Test
    void somethingThatIsNoArchiveIsNotSupported() {
        assertThatThrownBy(() -> read(part("name=\"archive\"; filename=\"a.rar\"", "", "Rar!....") + end()))
                .satisfies(refused(Why.UNSUPPORTED, "neither a zip nor a tar.gz"));
        assertThatThrownBy(() -> read(part("name=\"archive\"; filename=\"a.zip\"", "", "") + end()))
                .satisfies(refused(Why.UNSUPPORTED));
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
        assertThatThrownBy(() -> read(part("name=\"file\"; filename=\"a\"", "Parley-Mode: 4755\r\n", "x") + end()))
                .satisfies(refused(Why.INVALID, "“a”", "4755"));
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
