package parley.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.problems.Problem;

class AllowedTargetsTest {

    private final AllowedTargets nothingMore = new AllowedTargets(List.of(""));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void anAddressThatIsNotOfThePublicInternetIsRefusedAfterTheLookUp(String address) throws Exception {
        InetAddress resolved = InetAddress.getByName(address);

        assertThatThrownBy(() -> nothingMore.resolve("hooks.example.org", host -> new InetAddress[] {resolved}))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.0.1.1",
                "223.255.255.255",
                "2606:4700::1",
                "2001:200::1",
                "64:ff9b::101:101",
                "::ffff:1.1.1.1"
            })
    void anAddressOfThePublicInternetIsConnectedTo(String address) throws Exception {
        InetAddress resolved = InetAddress.getByName(address);

        assertThat(nothingMore.resolve("hooks.example.org", host -> new InetAddress[] {resolved}))
                .containsExactly(resolved);
    }

    @Test
    void oneForbiddenAddressAmongSeveralRefusesTheHost() throws Exception {
        InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};

        assertThatThrownBy(() -> nothingMore.resolve("hooks.example.org", host -> both))
                .isInstanceOf(ForbiddenAddressException.class);
    }

    @Test
    void theConfigurationAllowsBlocksAndHosts() throws Exception {
        AllowedTargets some =
                new AllowedTargets(List.of("10.1.0.0/16", " fd00::/8", "Chat.example.org ", "192.168.7.9"));
        InetAddress inside = InetAddress.getByName("10.1.255.255");
        InetAddress outside = InetAddress.getByName("10.2.0.1");

        assertThat(some.resolve("a.example.org", host -> new InetAddress[] {inside}))
                .containsExactly(inside);
        assertThatThrownBy(() -> some.resolve("a.example.org", host -> new InetAddress[] {outside}))
                .isInstanceOf(UnknownHostException.class);
        assertThat(some.resolve("CHAT.example.org", host -> new InetAddress[] {outside}))
                .containsExactly(outside);
        assertThatCode(() -> some.check("http://chat.example.org:8080/x")).doesNotThrowAnyException();
        assertThatCode(() -> some.check("http://10.1.2.3/x")).doesNotThrowAnyException();
        assertThatCode(() -> some.check("https://[fd00::1]/x")).doesNotThrowAnyException();
        assertThatCode(() -> some.check("https://192.168.7.9/")).doesNotThrowAnyException();
        assertThatThrownBy(() -> some.check("https://192.168.7.8/")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.org",
                "/hook",
                "ftp://hooks.example.org/",
                "http://hooks.example.org/",
                "https://",
                "https:///x",
                "https://a b/",
                "https://höks.example.org/",
                "https://u@hooks.example.org/",
                "https://hooks.example.org/#x",
                "https://hooks.example.org:0/",
                "https://hooks.example.org:70000/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://127.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/"
            })
    void aUrlThatNoWebhookMayHaveIsRefusedWithoutALookUp(String url) {
        assertThatThrownBy(() -> nothingMore.check(url))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.org/services/T0/B0?x=1",
                "https://hooks.example.org:8443",
                "https://1.1.1.1/"
            })
    void anHttpsUrlIsAccepted(String url) {
        assertThat(nothingMore.check(url)).hasToString(url);
    }

    @Test
    void aWrongBlockInTheConfigurationIsNamed() {
        assertThatThrownBy(() -> new AllowedTargets(List.of("10.0.0.0/33")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("10.0.0.0/33 has a length that is not between 0 and 32");
        assertThatThrownBy(() -> new AllowedTargets(List.of("example.org/8")))
                .hasMessage("example.org/8 is not an address or a block such as 10.0.0.0/8");
    }
}
