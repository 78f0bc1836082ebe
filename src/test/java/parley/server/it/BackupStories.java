package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import parley.server.it.Rest.Answer;

/** Who gets a back-up of the running server, and from where. */
interface BackupStories extends OnServer {

    @Test
    default void anAdministratorOnTheServersMachineGetsTheKeysAndTheBlobs() throws Exception {
        server().admin()
                .upload(new MultipartBody().file("backed-up.conf", "hello"))
                .expect(201);

        Answer backup = server().admin().post("/api/v1/backup", "").expect(200);

        assertThat(backup.header("Content-Type")).isEqualTo("application/zip");
        assertThat(backup.header("Cache-Control")).isEqualTo("no-store");
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(backup.response().body()))) {
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
