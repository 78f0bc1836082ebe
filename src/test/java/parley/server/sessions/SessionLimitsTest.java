package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @Test
    void handshakesThatStopInTheMiddleOfAMessageNeverFillTheHeap() {
        assertThat(limits(256).handshakes()).isEqualTo(409);
        assertThat(limits(256).handshakesPerAddress()).isEqualTo(204);
    }

    @Test
    void whereThereIsMemoryEnoughTheConfigurationDecides() {
        assertThat(limits(4_096).handshakes()).isEqualTo(2_048);
        assertThat(limits(4_096).handshakesPerAddress()).isEqualTo(256);
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
        return limits;
    }
}
