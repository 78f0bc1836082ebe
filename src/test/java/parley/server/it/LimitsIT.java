package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server whose limits are low enough to be reached. */
class LimitsIT {

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(payara -> payara.set("parley.limits.bundle.files", "5")
                .set("parley.limits.file.bytes", "60000")
                .set("parley.limits.bundle.bytes", "90000")
                .set("parley.limits.blobs.bytes", "100000"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aFileThatIsTooLargeIsNamed() throws Exception {
        assertThat(server.running()
                        .admin()
                        .upload(new MultipartBody().file("large", "x".repeat(60_001)))
                        .expectProblem(413, "too_large")
                        .json()
                        .getString("detail"))
                .contains("“large”");
    }

    @Test
    void tooManyFilesAreTooLarge() throws Exception {
        MultipartBody body = new MultipartBody();
        for (int i = 0; i < 6; i++) {
            body.file("f" + i, "");
        }
        server.running().admin().upload(body).expectProblem(413, "too_large");
    }

    @Test
    void aZipThatInflatesBeyondTheLimitIsTooLarge() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            zip.write(new byte[50_000_000]);
        }
        server.running()
                .admin()
                .upload(new MultipartBody().archive("bomb.zip", bytes.toByteArray()))
                .expectProblem(413, "too_large");
    }

    @Test
    void aStoreThatIsFullHasNoSpaceAndKeepsWhatItHas() throws Exception {
        Rest admin = server.running().admin();
        String kept = admin.upload(new MultipartBody().file("kept", "k".repeat(50_000)))
                .expect(201)
                .json()
                .getString("sha256");
        admin.upload(new MultipartBody().file("more", "m".repeat(55_000))).expectProblem(507, "no_space");
        assertThat(admin.get("/api/v1/bundles/" + kept + "/files/kept")
                        .expect(200)
                        .response()
                        .body())
                .hasSize(50_000);
        admin.upload(new MultipartBody().file("small", "s".repeat(1_000))).expect(201);
    }

    @Test
    void aHugeFieldIsInvalid() throws Exception {
        server.running()
                .admin()
                .upload(new MultipartBody().field("name", "ä".repeat(2_000)).file("a", "x"))
                .expectProblem(400, "invalid");
    }
}
