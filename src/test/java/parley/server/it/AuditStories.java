package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The audit log is compared with its anchor and with checkpoints. */
interface AuditStories extends OnServer {

    private JsonObject verdict(String checkpoint) throws Exception {
        return server().admin()
                .post(
                        "/api/v1/audit/verify",
                        Json.createObjectBuilder()
                                .add("checkpoint", checkpoint)
                                .build()
                                .toString())
                .expect(200)
                .json();
    }

    @Test
    default void theLogFitsItsAnchorAndACheckpointThatWasKeptElsewhere() throws Exception {
        Rest admin = server().admin();
        Await.until("the log is anchored", Duration.ofSeconds(60), () -> admin.get("/api/v1/audit/verify")
                .expect(200)
                .json()
                .getString("anchor")
                .equals("fits"));
        String checkpoint =
                admin.get("/api/v1/audit/checkpoint").expect(200).json().getString("checkpoint");
        admin.upload(new MultipartBody().file("after the checkpoint", "x"));

        JsonObject fits = verdict(checkpoint + "\n");

        assertThat(fits.getBoolean("ok")).isTrue();
        assertThat(fits.getString("checkpoint")).isEqualTo("fits");
        assertThat(checkpoint).matches("parley1 checkpoint [0-9]+ [0-9a-f]{64} [A-Za-z0-9_-]{43}");
    }

    @Test
    default void aCheckpointThatThisServerHasNotMadeIsForged() throws Exception {
        String checkpoint = server().admin()
                .get("/api/v1/audit/checkpoint")
                .expect(200)
                .json()
                .getString("checkpoint");

        JsonObject forged = verdict(checkpoint.replace("checkpoint ", "checkpoint 1"));

        assertThat(forged.getBoolean("ok")).isFalse();
        assertThat(forged.getString("checkpoint")).isEqualTo("forged");
        server().admin().post("/api/v1/audit/verify", "{}").expectProblem(400, "invalid");
        server().as("operator").get("/api/v1/audit/checkpoint").expectProblem(403, "wrong_role");
    }
}
