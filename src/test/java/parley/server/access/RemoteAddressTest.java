package parley.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {
    private static final Set<String> NO_PROXIES = Set.of();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "127.0.0.1, localhost:8080",
        "127.0.0.1, LOCALHOST:8080",
        "127.0.0.1, 127.0.0.1:8080",
        "0:0:0:0:0:0:0:1, [::1]:8080",
        "::ffff:127.0.0.1, localhost:8080",
    })
    void isOnThisMachineWhenItCallsALoopbackNameFromALoopbackAddress(String address, String host) {
        assertThat(RemoteAddress.of(request(address, false, Map.of("Host", host)), NO_PROXIES)
                        .onThisMachine())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, evil.example",
        "127.0.0.1, localhost.evil.example",
        "127.0.0.1, 127.0.0.1.nip.io:8080",
        "127.0.0.1, localhost:8080:1",
        "127.0.0.1, 192.0.2.9",
        "192.0.2.1, localhost",
        "10.0.0.5, 127.0.0.1:8080",
    })
    void isElsewhereByAnyOtherNameOrAddress(String address, String host) {
        assertThat(RemoteAddress.of(request(address, false, Map.of("Host", host)), NO_PROXIES)
                        .onThisMachine())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0:0:0:0:0:0:0:1, ::1", "::ffff:127.0.0.1, 127.0.0.1", "127.0.0.1, ::ffff:127.0.0.1"})
    void aTrustedProxyIsKnownHoweverItsAddressIsWritten(String remote, String trusted) {
        Map<String, String> headers = Map.of("X-Forwarded-For", "192.0.2.7", "X-Forwarded-Proto", "https");

        assertThat(RemoteAddress.of(request(remote, false, headers), RemoteAddresses.addresses(trusted)))
                .isEqualTo(new RemoteAddress("192.0.2.7", true, false));
    }

    @Test
    void isElsewhereWithoutAHostHeader() {
        assertThat(RemoteAddress.of(request("127.0.0.1", false, Map.of()), NO_PROXIES)
                        .onThisMachine())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Real-IP",
                "Via",
                "x-forwarded-ssl"
            })
    void isElsewhereWhenSomebodyForwardsForIt(String header) {
        Map<String, String> headers = Map.of("Host", "localhost", header, "127.0.0.1");

        assertThat(RemoteAddress.of(request("127.0.0.1", false, headers), NO_PROXIES)
                        .onThisMachine())
                .isFalse();
    }

    @Test
    void isNotBelievedToBeSecureByItsOwnWord() {
        Map<String, String> headers = Map.of("Host", "localhost", "X-Forwarded-Proto", "https");

        assertThat(RemoteAddress.of(request("192.0.2.1", false, headers), NO_PROXIES))
                .isEqualTo(new RemoteAddress("192.0.2.1", false, false));
    }

    @Test
    void isWhatATrustedProxySaysLast() {
        Map<String, String> headers =
                Map.of("Host", "parley.example", "X-Forwarded-For", "6.6.6.6, 192.0.2.7", "X-Forwarded-Proto", "https");

        assertThat(RemoteAddress.of(request("127.0.0.1", false, headers), Set.of("127.0.0.1")))
                .isEqualTo(new RemoteAddress("192.0.2.7", true, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"})
    void isNeverOnThisMachineBehindATrustedProxy(String header) {
        Map<String, String> headers = Map.of("Host", "localhost", header, "127.0.0.1");

        assertThat(RemoteAddress.of(request("127.0.0.1", false, headers), Set.of("127.0.0.1")))
                .isEqualTo(new RemoteAddress("127.0.0.1", false, false));
    }

    @Test
    void isOnThisMachineWhenItComesFromTheMachineOfATrustedProxyPastTheProxy() {
        assertThat(RemoteAddress.of(request("127.0.0.1", false, Map.of("Host", "127.0.0.1:8080")), Set.of("127.0.0.1")))
                .isEqualTo(new RemoteAddress("127.0.0.1", false, true));
    }

    @Test
    void isElsewhereBehindATrustedProxyThatSetsNoHeaderAndKeepsTheName() {
        assertThat(RemoteAddress.of(
                        request("127.0.0.1", false, Map.of("Host", "parley.example.org")), Set.of("127.0.0.1")))
                .isEqualTo(new RemoteAddress("127.0.0.1", false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1"})
    void isElsewhereBehindAnNginxThatHasProxyPassAlone(String trusted) {
        Set<String> proxies = trusted.isEmpty() ? NO_PROXIES : Set.of(trusted);

        assertThat(RemoteAddress.of(request("HTTP/1.0", "127.0.0.1", false, Map.of("Host", "127.0.0.1:8080")), proxies))
                .isEqualTo(new RemoteAddress("127.0.0.1", false, false));
    }

    @Test
    void isElsewhereFromATrustedProxyOfAnotherMachineWhateverItSays() {
        assertThat(RemoteAddress.of(request("192.0.2.1", false, Map.of("Host", "localhost")), Set.of("192.0.2.1")))
                .isEqualTo(new RemoteAddress("192.0.2.1", false, false));
    }

    private static HttpServletRequest request(String address, boolean secure, Map<String, String> headers) {
        return request("HTTP/1.1", address, secure, headers);
    }

    private static HttpServletRequest request(
            String protocol, String address, boolean secure, Map<String, String> headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                RemoteAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> address;
                    case "isSecure" -> secure;
                    case "getProtocol" -> protocol;
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getHeaders" ->
                        Collections.enumeration(
                                headers.containsKey(arguments[0])
                                        ? List.of(headers.get(arguments[0]))
                                        : List.<String>of());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
