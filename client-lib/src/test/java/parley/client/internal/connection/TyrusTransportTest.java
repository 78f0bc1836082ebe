package parley.client.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.InMemoryServer;
import parley.client.MemoryHandler;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.client.UpdateException;
import parley.client.UpdateException.Problem;
import parley.client.testing.internal.WebSocketPort;
import parley.message.ClientState;
import parley.protocol.Wire;

/** The client over real sockets. */
@Timeout(60)
class TyrusTransportTest {

    @TempDir
    private Path folder;

    private final MemoryHandler handler = new MemoryHandler();
    private WebSocketPort socket;
    private InMemoryServer server;

    @BeforeEach
    void serve() throws IOException {
        socket = new WebSocketPort();
        server = new InMemoryServer(socket.url()).file("a.conf", "listen 80\n").file("big", new byte[300_000]);
        socket.serve(server);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
    }

    private UpdateClient client() {
        return UpdateClient.builder(server.token())
                .name("db-1")
                .stateFolder(folder)
                .handler(handler)
                .rounds(1)
                .jitter(() -> 0)
                .build();
    }

    private UpdateException failure() {
        return catchThrowableOfType(UpdateException.class, () -> client().run());
    }

    @Test
    void anUpdateGoesOverARealWebSocket() throws Exception {
        Outcome outcome = client().run();

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.files.get("big")).hasSize(300_000);
        assertThat(socket.requests.get(0))
                .startsWith("GET /parley/v1 HTTP/1.1")
                .containsIgnoringCase("Sec-WebSocket-Protocol: parley.v1")
                .doesNotContainIgnoringCase("Sec-WebSocket-Extensions")
                .doesNotContainIgnoringCase("Origin:");
        assertThat(socket.closeCodes.poll(30, TimeUnit.SECONDS)).isEqualTo(Wire.NORMAL_CLOSE);
    }

    @Test
    void aCutConnectionIsTakenUpAgain() throws Exception {
        server.cutAfterBytes = 100_000;

        assertThat(client().run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(2);
    }

    @Test
    void whatAnswersWithoutTheSubprotocolIsNoServer() {
        socket.answer = accept -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure.why()).contains("does not speak parley.v1");
    }

    @Test
    void anHttpErrorIsNamed() {
        socket.answer = accept -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure.why()).contains("404");
    }

    @Test
    void aRedirectIsNotFollowed() {
        String elsewhere = socket.url().replace("ws:", "http:") + "/elsewhere";
        socket.answer = accept ->
                "HTTP/1.1 302 Found\r\nLocation: " + elsewhere + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        assertThat(failure().problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(socket.requests).hasSize(1);
    }

    @Test
    void aTextMessageEndsTheHandshake() {
        byte[] hi = "hi".getBytes(StandardCharsets.US_ASCII);
        socket.firstFrame = new byte[] {(byte) 0x81, 2, hi[0], hi[1]};

        assertThat(failure().problem()).isEqualTo(Problem.WRONG_SERVER);
    }

    @Test
    void aMessageThatIsTooLargeEndsTheHandshake() {
        byte[] frame = new byte[10 + 200_000];
        frame[0] = (byte) 0x82;
        frame[1] = 127;
        frame[7] = (byte) (200_000 >> 16);
        frame[8] = (byte) (200_000 >> 8);
        frame[9] = (byte) 200_000;
        socket.firstFrame = frame;

        assertThat(failure().problem()).isEqualTo(Problem.WRONG_SERVER);
    }

    @Test
    void aPortWhereNobodyListensIsSaid() throws IOException {
        socket.close();

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure.why()).startsWith(socket.url());
        assertThat(failure.why()).containsIgnoringCase("refused");
    }
}
