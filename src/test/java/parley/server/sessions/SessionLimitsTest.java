package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import parley.message.Messages;
import parley.protocol.Wire;

class SessionLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @Test
    void connectionsThatStopInTheMiddleOfAMessageNeverFillTheHeap() {
        assertThat(limits(256).handshakes()).isEqualTo(1_408);
        assertThat(limits(256).handshakesPerAddress()).isEqualTo(256);
        assertThat(limits(256).sessions()).isEqualTo(2_816);
        assertThat(limits(1_024).sessions()).isEqualTo(10_000);
    }

    @Test
    void whereThereIsMemoryEnoughTheConfigurationDecides() {
        assertThat(limits(4_096).handshakes()).isEqualTo(2_048);
        assertThat(limits(4_096).handshakesPerAddress()).isEqualTo(256);
        assertThat(limits(4_096).sessions()).isEqualTo(10_000);
    }

    @Test
    void sessionsLeaveAQuarterOfTheRestOfTheHeapToEverythingElse() {
        assertThat(limits(256).waiting()).isEqualTo(44 * MEBIBYTE);
        assertThat(limits(256).work()).isEqualTo(44 * MEBIBYTE);
        assertThat(limits(256).frames()).isEqualTo(22 * MEBIBYTE);
        assertThat(limits(256).work()).isGreaterThan(Messages.memoryToDecode(Wire.MAX_JSON));
    }

    @Test
    void bufferIsTheOneThatTheContainerIsToldOf() throws Exception {
        assertThat(Files.readString(Path.of("..", "web", "WEB-INF", "web.xml")))
                .contains("<param-value>" + SessionLimits.INCOMING_BUFFER + "</param-value>");
    }

    private static SessionLimits limits(long heap) {
        SessionLimits limits = new SessionLimits() {
            @Override
            long heap() {
                return heap * MEBIBYTE;
            }
        };
        limits.handshakes = 2_048;
        limits.handshakesPerAddress = 256;
        limits.sessions = 10_000;
        return limits;
    }
}
