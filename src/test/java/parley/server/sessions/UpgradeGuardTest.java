package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.server.access.RemoteAddresses;

class UpgradeGuardTest {
    private static final Map<String, String> UPGRADE = Map.of(
            "Upgrade", "websocket",
            "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol", "parley.v1",
            "Parley-Remote-Address", "198.51.100.66");

    private final List<HttpServletRequest> passed = new ArrayList<>();
    private final UpgradeGuard guard = new UpgradeGuard();

    UpgradeGuardTest() {
        guard.peers = new RemoteAddresses() {
            @Override
            public String addressOf(HttpServletRequest request) {
                return "192.0.2.7";
            }
        };
    }

    @Test
    void addressIsWhatTheTransportSaysAndNotWhatThePeerClaims() throws Exception {
        guard.doFilter(request(), response(), (request, response) -> passed.add((HttpServletRequest) request));

        assertThat(passed).singleElement().satisfies(request -> {
            assertThat(request.getHeader("parley-remote-address")).isEqualTo("192.0.2.7");
            assertThat(Collections.list(request.getHeaders("Parley-Remote-Address")))
                    .containsExactly("192.0.2.7");
        });
    }

    private static HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                UpgradeGuardTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> UPGRADE.get(arguments[0]);
                    case "getHeaders" -> Collections.enumeration(List.of(UPGRADE.get(arguments[0])));
                    case "getRemoteAddr" -> "127.0.0.1";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                UpgradeGuardTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
