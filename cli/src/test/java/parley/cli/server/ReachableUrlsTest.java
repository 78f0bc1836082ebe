package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.cli.server.ReachableUrls.Interface;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

class ReachableUrlsTest {

    @Test
    void allAddressesOfTheMachineArePublicWhenTheServerListensOnAll() {
        assertThat(ReachableUrls.of(
                        listen("0.0.0.0", 8080),
                        List.of(network("eth0", "192.0.2.7", "2001:db8::7"), network("wlan0", "198.51.100.9"))))
                .containsExactly("ws://192.0.2.7:8080", "ws://198.51.100.9:8080", "ws://[2001:db8:0:0:0:0:0:7]:8080");
    }

    @Test
    void addressesThatNobodyElseReachesAreLeftOut() {
        assertThat(ReachableUrls.of(
                        listen("0.0.0.0", 8080),
                        List.of(
                                network("lo", "127.0.0.1", "::1"),
                                network("eth0", "fe80::1", "169.254.3.4", "10.0.0.5"))))
                .containsExactly("ws://10.0.0.5:8080");
    }

    @Test
    void bridgesOfContainersComeLast() {
        assertThat(ReachableUrls.of(
                        listen("0.0.0.0", 80), List.of(network("docker0", "172.17.0.1"), network("eth0", "10.0.0.5"))))
                .containsExactly("ws://10.0.0.5:80", "ws://172.17.0.1:80");
    }

    @Test
    void aTokenHasRoomForFour() {
        assertThat(ReachableUrls.of(
                        listen("0.0.0.0", 80),
                        List.of(network("eth0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"))))
                .hasSize(4);
    }

    @Test
    void withoutAnyNetworkTheServerIsReachedFromItsOwnMachine() {
        assertThat(ReachableUrls.of(listen("0.0.0.0", 8080), List.of())).containsExactly("ws://127.0.0.1:8080");
    }

    @Test
    void aServerOnOneAddressIsReachedThere() {
        assertThat(ReachableUrls.of(listen("127.0.0.1", 9000), List.of(network("eth0", "10.0.0.5"))))
                .containsExactly("ws://127.0.0.1:9000");
        assertThat(ReachableUrls.of(listen("::1", 9000), List.of())).containsExactly("ws://[0:0:0:0:0:0:0:1]:9000");
    }

    @Test
    void whatTheOperatorNamesIsTaken() {
        assertThat(ReachableUrls.named(List.of("wss://parley.example.org", "ws://10.0.0.5:8080")))
                .containsExactly("wss://parley.example.org", "ws://10.0.0.5:8080");
    }

    @Test
    void aUrlThatDoesNotFitIntoATokenIsRefusedInWords() {
        assertThatThrownBy(() -> ReachableUrls.named(List.of("https://parley.example.org")))
                .isInstanceOfSatisfying(CliProblem.class, problem -> {
                    assertThat(problem.exit()).isEqualTo(ExitCode.USAGE);
                    assertThat(problem.what()).isEqualTo("\"https://parley.example.org\" cannot be a public URL.");
                    assertThat(problem.hint()).contains("--public-url wss://");
                });
    }

    @Test
    void fivePublicUrlsAreTooMany() {
        assertThatThrownBy(() -> ReachableUrls.named(List.of("ws://a", "ws://b", "ws://c", "ws://d", "ws://e")))
                .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                        .isEqualTo("A token has room for 4, and there are 5."));
    }

    private static ListenAddress listen(String address, int port) {
        return new ListenAddress(address(address), port);
    }

    private static Interface network(String name, String... addresses) {
        return new Interface(
                name, Arrays.stream(addresses).map(ReachableUrlsTest::address).toList());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
