package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Who gets a back-up of the running server, and from where. */
interface BackupStories extends OnServer {

    @Test
    default void anAdministratorOnTheServersMachineGetsTheKeysAndTheBlobs() throws Exception {
        server().admin()
                .upload(new MultipartBody().file("backed-up.conf", "hello"))
                .expect(201);

        HttpResponse<InputStream> backup = server().admin().streamOfPost("/api/v1/backup"); // of what all stories left

        assertThat(backup.statusCode()).isEqualTo(200);
        assertThat(backup.headers().firstValue("Content-Type")).contains("application/zip");
        assertThat(backup.headers().firstValue("Cache-Control")).contains("no-store");
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(backup.body())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names)
                .contains("master.key", "blobs/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
                .endsWith("manifest.json");
        assertThat(server().admin()
                        .get("/api/v1/audit?action=backup.started")
                        .expect(200)
                        .text())
                .contains("\"backup.started\"");
    }

    @Test
    default void nobodyElseGetsABackUp() throws Exception {
        server().withoutKey().post("/api/v1/backup", "").expectProblem(401, "no_key");
        server().as("viewer").post("/api/v1/backup", "").expectProblem(403, "wrong_role");
        server().as("operator").post("/api/v1/backup", "").expectProblem(403, "wrong_role");
    }
}
