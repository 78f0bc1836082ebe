package parley.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import parley.server.it.Rest.Answer;

/** Uploading bundles and looking at them. */
interface BundlesStories extends OnServer {

    /** More than the whole heap of a test's server. */
    long BIG = 400L << 20;

    String HALF_A_BODY = MultipartBody.head("name=\"file\"; filename=\"half\"", "") + "half of ".repeat(20_000);

    @Test
    default void filesWithPathsBecomeABundle() throws Exception {
        Answer answer = server().as("operator")
                .upload(new MultipartBody()
                        .field("name", "site")
                        .field("version", "2.1")
                        .file("conf/app.yaml", "port: 80\n")
                        .file("run.sh", "0755", "#!/bin/sh\n"))
                .expect(201);
        JsonObject bundle = answer.json();
        // sha256 of "0644 9 <sha256 of port: 80> conf/app.yaml\n0755 10 <sha256 of #!/bin/sh> run.sh\n", by sha256sum
        assertThat(bundle.getString("sha256"))
                .isEqualTo("sha256:01c4ea89a930b5a5411aaffccc744c7937bd74cf71451a8bd92c12265b2007f4");
        assertThat(bundle.getString("name")).isEqualTo("site");
        assertThat(bundle.getString("version")).isEqualTo("2.1");
        assertThat(bundle.getInt("files")).isEqualTo(2);
        assertThat(bundle.getInt("bytes")).isEqualTo(19);
        assertThat(bundle.getString("createdBy")).startsWith("operator-");
        assertThat(answer.header("Location")).endsWith("/api/v1/bundles/" + bundle.getString("sha256"));
    }

    @Test
    default void theSameFilesAreTheSameBundle() throws Exception {
        Rest operator = server().as("operator");
        JsonObject first = operator.upload(
                        new MultipartBody().field("name", "one").file("the-same/a", "x"))
                .expect(201)
                .json();
        JsonObject second = operator.upload(
                        new MultipartBody().field("name", "two").file("the-same/a", "x"))
                .expect(200)
                .json();
        assertThat(second).isEqualTo(first);
    }

    @Test
    default void aBundleWithoutAVersionIsCountedInstead() throws Exception {
        Rest operator = server().as("operator");
        JsonObject first = operator.upload(new MultipartBody().file("counted", "1"))
                .expect(201)
                .json();
        JsonObject second = operator.upload(new MultipartBody().file("counted", "2"))
                .expect(201)
                .json();
        assertThat(first.getString("name")).isEqualTo("bundle");
        assertThat(first.getString("version")).isEqualTo(Integer.toString(first.getInt("sequence")));
        assertThat(second.getInt("sequence")).isGreaterThan(first.getInt("sequence"));
    }

    @Test
    default void aBundleIsShownWithItsFilesAndTheirContents() throws Exception {
        Rest operator = server().as("operator");
        String sha256 = operator.upload(
                        new MultipartBody().file("etc/b ä.conf", "beta").file("etc/a.conf", "0600", "alpha"))
                .expect(201)
                .json()
                .getString("sha256");
        Rest viewer = server().as("viewer");
        List<JsonObject> entries = viewer.get("/api/v1/bundles/" + sha256)
                .expect(200)
                .json()
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class);
        assertThat(entries).extracting(e -> e.getString("path")).containsExactly("etc/a.conf", "etc/b ä.conf");
        assertThat(entries.get(0).getString("mode")).isEqualTo("0600");
        assertThat(entries.get(0).getInt("size")).isEqualTo(5);
        assertThat(entries.get(0).getString("sha256"))
                .isEqualTo("sha256:8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8");
        Answer content = viewer.get("/api/v1/bundles/" + sha256 + "/files/etc/b%20%C3%A4.conf")
                .expect(200);
        assertThat(content.text()).isEqualTo("beta");
        assertThat(content.header("Content-Disposition")).isEqualTo("attachment; filename*=UTF-8''b%20%C3%A4.conf");
        assertThat(content.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(content.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    default void theListHasTheNewestFirstAndPages() throws Exception {
        Rest operator = server().as("operator");
        operator.upload(new MultipartBody().file("listed", "older")).expect(201);
        String newer = operator.upload(new MultipartBody().file("listed", "newer"))
                .expect(201)
                .json()
                .getString("sha256");
        JsonObject first = operator.get("/api/v1/bundles?limit=1").expect(200).json();
        assertThat(first.getJsonArray("bundles").getValuesAs(JsonObject.class))
                .extracting(b -> b.getString("sha256"))
                .containsExactly(newer);
        JsonObject second = operator.get("/api/v1/bundles?limit=1&cursor=" + first.getString("next"))
                .expect(200)
                .json();
        assertThat(second.getJsonArray("bundles")).hasSize(1).isNotEqualTo(first.getJsonArray("bundles"));
    }

    @Test
    default void aZipBecomesABundleNamedAfterIt() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("conf/"));
            zip.putNextEntry(new ZipEntry("conf/zipped"));
            zip.write("from a zip".getBytes(UTF_8));
        }
        JsonObject bundle = server().as("operator")
                .upload(new MultipartBody().archive("edge-7.zip", bytes.toByteArray()))
                .expect(201)
                .json();
        assertThat(bundle.getString("name")).isEqualTo("edge-7");
        assertThat(bundle.getInt("files")).isEqualTo(1);
    }

    @Test
    default void aTarGzBecomesABundle() throws Exception {
        JsonObject bundle = server().as("operator")
                .upload(new MultipartBody().archive("x.tgz", tarGz("./conf/tarred", "from a tar")))
                .expect(201)
                .json();
        assertThat(bundle.getInt("bytes")).isEqualTo(10);
    }

    @Test
    default void aBadPathIsNamedAndNothingIsKept() throws Exception {
        Rest operator = server().as("operator");
        Answer answer = operator.upload(
                        new MultipartBody().file("fine-but-lost", "never kept").file("../../etc/passwd", "x"))
                .expectProblem(422, "bad_path");
        assertThat(answer.json().getString("detail")).contains("../../etc/passwd");
        assertThat(unfinishedUploads()).isZero();
        operator.upload(new MultipartBody().archive("x.tar.gz", tarGz("/etc/passwd", "x")))
                .expectProblem(422, "bad_path");
    }

    @Test
    default void whatIsNoArchiveIsNotSupported() throws Exception {
        server().as("operator")
                .upload(new MultipartBody().archive("x.rar", "Rar!".getBytes(UTF_8)))
                .expectProblem(415, "unsupported_media_type");
    }

    @Test
    default void anUploadWithoutFilesIsInvalid() throws Exception {
        server().as("operator")
                .upload(new MultipartBody().field("name", "empty"))
                .expectProblem(400, "invalid");
        server().as("operator").post("/api/v1/bundles", "{}").expectProblem(415, "unsupported_media_type");
    }

    @Test
    default void anUnknownBundleOrFileIsNotFound() throws Exception {
        Rest operator = server().as("operator");
        operator.get("/api/v1/bundles/sha256:" + "0".repeat(64)).expectProblem(404, "unknown_bundle");
        operator.get("/api/v1/bundles/nonsense").expectProblem(404, "unknown_bundle");
        String sha256 = operator.upload(new MultipartBody().file("known", "x"))
                .expect(201)
                .json()
                .getString("sha256");
        operator.get("/api/v1/bundles/" + sha256 + "/files/unknown").expectProblem(404, "not_found");
    }

    @Test
    default void aViewerMayNotUpload() throws Exception {
        server().as("viewer").upload(new MultipartBody().file("a", "x")).expectProblem(403, "wrong_role");
    }

    @Test
    default void anUploadThatEndsEarlyIsIncompleteAndNothingIsKept() throws Exception {
        try (RawHttp http = new RawHttp(server().port())) {
            http.send(upload(HALF_A_BODY.length()) + HALF_A_BODY);
            assertThat(http.answer()).startsWith("HTTP/1.1 400").contains("\"code\":\"upload_incomplete\"");
        }
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    default void anUploadWhoseConnectionIsCutLeavesNothing() throws Exception {
        String before = server().as("viewer").get("/api/v1/bundles").text();
        try (RawHttp http = new RawHttp(server().port())) {
            http.send(upload(2 * HALF_A_BODY.length()) + HALF_A_BODY);
            Await.until("the upload has begun", Duration.ofSeconds(30), () -> unfinishedUploads() > 0);
            http.cut();
        }
        Await.until("nothing is left in tmp", Duration.ofSeconds(30), () -> unfinishedUploads() == 0);
        assertThat(server().as("viewer").get("/api/v1/bundles").text()).isEqualTo(before);
    }

    @Test
    default void aBundleLargerThanTheHeapGoesInAndOut() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        JsonObject bundle = server().as("operator")
                .upload(new MultipartBody().contentType(), () -> bigUpload(seed))
                .expect(201)
                .json();
        assertThat(bundle.getJsonNumber("bytes").longValue()).isEqualTo(BIG);
        HttpResponse<InputStream> content =
                server().as("viewer").stream("/api/v1/bundles/" + bundle.getString("sha256") + "/files/big");
        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(sha256(content.body())).isEqualTo(sha256(new PseudoRandomStream(seed, BIG)));
    }

    private String upload(int announced) throws Exception {
        return "POST /api/v1/bundles HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + server().as("operator").authorization()
                + "\r\nContent-Type: " + new MultipartBody().contentType()
                + "\r\nConnection: close\r\nContent-Length: " + announced + "\r\n\r\n";
    }

    private long unfinishedUploads() throws IOException {
        try (Stream<Path> files = Files.list(server().data().resolve("tmp"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("upload-"))
                    .count();
        }
    }

    private static InputStream bigUpload(long seed) {
        InputStream head = new ByteArrayInputStream(
                MultipartBody.head("name=\"file\"; filename=\"big\"", "").getBytes(UTF_8));
        InputStream end = new ByteArrayInputStream(("\r\n" + MultipartBody.end()).getBytes(UTF_8));
        return new SequenceInputStream(new SequenceInputStream(head, new PseudoRandomStream(seed, BIG)), end);
    }

    private static String sha256(InputStream in) {
        try (DigestInputStream digesting = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digesting.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] tarGz(String path, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry(path, true);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(UTF_8));
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
