package parley.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of a target that answers bytes of the test's choice. */
class TargetCallsTest {

    private static final Duration TIME = Duration.ofSeconds(2);

    /** Between two writes of a target that does not end. */
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void end() {
        timers.shutdownNow();
    }

    @Test
    void aTargetThatSendsItsAnswerByteByByteIsGivenUpInTime() throws Exception {
        DeliveryResult result = result("127.0.0.0/8", "", ".");

        assertThat(result.delivered()).isFalse();
        assertThat(result.text()).isEqualTo("no answer within 2 s");
        assertThat(result.took()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(10));
    }

    @Test
    void ofAnAnswerWithoutEndALittleIsRead() throws Exception {
        DeliveryResult result =
                result("127.0.0.0/8", "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", "x".repeat(4_096));

        assertThat(result.delivered()).isTrue();
        assertThat(result.took()).isLessThan(TIME);
    }

    @Test
    void headersWithoutEndAreAFailure() throws Exception {
        DeliveryResult result = result("127.0.0.0/8", "HTTP/1.1 200 OK\r\n", "X-More: x\r\n".repeat(100));

        assertThat(result.delivered()).isFalse();
        assertThat(result.text()).startsWith("the connection failed: ");
    }

    @Test
    void anAddressThatIsNotAllowedIsNotConnectedTo() throws Exception {
        DeliveryResult result = result("", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "");

        assertThat(result.delivered()).isFalse();
        assertThat(result.text())
                .isEqualTo("127.0.0.1 has an address that is not public and not in parley.webhooks.allow");
    }

    @Test
    void aPortWhereNobodyListensIsAFailure() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        try (TargetCalls calls = new TargetCalls(new AllowedTargets(List.of("127.0.0.1")), TIME, timers)) {
            assertThat(calls.post(URI.create("http://127.0.0.1:" + port), Map.of(), "{}")
                            .text())
                    .isEqualTo("the target takes no connection");
        }
    }

    private DeliveryResult result(String allowed, String answer, String again) throws Exception {
        CompletableFuture<Void> answering;
        DeliveryResult result;
        try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                TargetCalls calls = new TargetCalls(new AllowedTargets(List.of(allowed)), TIME, timers)) {
            answering = CompletableFuture.runAsync(() -> answer(target, answer, again));
            result = calls.post(URI.create("http://127.0.0.1:" + target.getLocalPort() + "/"), Map.of(), "{}");
        }
        answering.handle((nothing, cut) -> cut).join();
        return result;
    }

    /** Until the other side closes. */
    private static void answer(ServerSocket target, String answer, String again) {
        try (Socket socket = target.accept()) {
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            while (!again.isEmpty()) {
                socket.getOutputStream().write(again.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
