package parley.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLineFormatterTest {

    private final JsonLineFormatter formatter = new JsonLineFormatter();

    @Test
    void aRecordIsOneObjectOnOneLine() {
        assertThat(formatter.format(record("Deleted {0} \"blobs\"\nthat no bundle contains.", 3)))
                .isEqualTo("{\"time\":\"2026-11-22T23:59:00.120Z\",\"level\":\"WARNING\",\"logger\":\"a.B\","
                        + "\"message\":\"Deleted 3 \\\"blobs\\\"\\nthat no bundle contains.\"}\n");
    }

    @Test
    void aThreadSaysWhatItWorksFor() {
        new LogIds(Optional.of("t1"), Optional.empty(), Optional.of("s1"))
                .during(() -> new LogIds(Optional.empty(), Optional.of("m7"), Optional.empty())
                        .during(() -> assertThat(formatter.format(record("hello")))
                                .endsWith("\"message\":\"hello\",\"task\":\"t1\",\"client\":\"m7\","
                                        + "\"session\":\"s1\"}\n")));

        assertThat(formatter.format(record("hello"))).endsWith("\"message\":\"hello\"}\n");
    }

    @Test
    void theIdsEndWithWorkThatFails() {
        LogIds ids = LogIds.ofTask("t1");
        try {
            ids.during(() -> {
                throw new IllegalStateException("failed");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("failed");
        }

        assertThat(LogIds.current().task()).isEmpty();
    }

    @Test
    void anExceptionComesWithItsTrace() {
        LogRecord record = record("broken");
        record.setThrown(new IllegalStateException("no room"));

        assertThat(formatter.format(record))
                .contains("\"exception\":\"java.lang.IllegalStateException: no room\\n\\tat parley.server.logs.")
                .hasLineCount(1);
    }

    @Test
    void aLongMessageIsCut() {
        assertThat(formatter.format(record("x".repeat(50_000)))).hasSizeBetween(16_400, 16_600);
    }

    private static LogRecord record(String message, Object... parameters) {
        LogRecord record = new LogRecord(Level.WARNING, message);
        record.setLoggerName("a.B");
        record.setParameters(parameters);
        record.setInstant(Instant.parse("2026-11-22T23:59:00.120Z"));
        return record;
    }
}
