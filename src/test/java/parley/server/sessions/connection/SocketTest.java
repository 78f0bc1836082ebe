package parley.server.sessions.connection;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTest {

    private final List<SendResult> results = new ArrayList<>();

    private static Session throwing(RuntimeException gone, boolean alsoTells) {
        RemoteEndpoint.Async remote = (RemoteEndpoint.Async) Proxy.newProxyInstance(
                SocketTest.class.getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Async.class},
                (proxy, method, given) -> {
                    if (alsoTells) {
                        ((SendHandler) given[1]).onResult(new SendResult(gone));
                    }
                    throw gone;
                });
        return (Session) Proxy.newProxyInstance(
                SocketTest.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, given) -> remote);
    }

    /** Tyrus throws a plain RuntimeException between the end of the WebSocket and that of its session. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeSentBecauseTheConnectionIsGoneIsToldOnceAndNotThrown(boolean alsoTells) {
        RuntimeException gone = new RuntimeException("Socket is not connected.");

        new Socket(throwing(gone, alsoTells)).send(new byte[1], results::add);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isOK()).isFalse();
            assertThat(result.getException()).isSameAs(gone);
        });
    }
}
