package parley.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditEntryTest {

    @Test
    void hashesWhatIsBeforeItAndEveryField() {
        AuditEntry first = AuditEntry.following(
                AuditEntry.NO_PREVIOUS,
                1,
                new AuditEvent(
                        Instant.ofEpochMilli(1795395161942L), "admin", "task.started", "01a2", "{\"name\":\"Grüße\"}"));
        AuditEntry second = AuditEntry.following(
                first.hash(),
                2,
                new AuditEvent(Instant.ofEpochMilli(1795395161943L), "server", "task.expired", "01a2", "{}"));

        assertThat(first.hash()).isEqualTo("ddd2ad2f96b6ac3e69825b770c295582e3c68cff3e7f242ea620d87b13ddb35d");
        assertThat(second.hash()).isEqualTo("1882aa7a67d7e5f274bb49065c378ee6ac718177385b3075da2fd41bf3b31cf8");
    }

    @Test
    void writesDetailsWithSortedMembers() {
        AuditEvent event = AuditEvent.of(
                Instant.EPOCH,
                "admin",
                "a",
                "s",
                Map.of("z", 1, "a", true, "m", List.of("x", 2L), "o", Map.of("k", Instant.EPOCH)));

        assertThat(event.detail())
                .isEqualTo("{\"a\":true,\"m\":[\"x\",2],\"o\":{\"k\":\"1970-01-01T00:00:00Z\"},\"z\":1}");
    }

    @Test
    void cutsWhatIsTooLongForTheLog() {
        AuditEvent event = AuditEvent.of(Instant.EPOCH, "a".repeat(300), "b", "c", Map.of("text", "\"".repeat(70_000)));

        assertThat(event.actor()).hasSize(255);
        assertThat(event.detail()).startsWith("{\"cut\":").hasSizeLessThan(65_536);
    }
}
