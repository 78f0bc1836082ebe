package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

class ListenAddressTest {

    @Test
    void everyServerIsReachedFromItsOwnMachineOverLoopback() throws UnknownHostException {
        assertThat(ListenAddress.of("0.0.0.0", 8080).localUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(ListenAddress.of("127.0.0.1", 9000).localUrl()).isEqualTo("http://127.0.0.1:9000");
        assertThat(new ListenAddress(InetAddress.getByName("192.0.2.7"), 8080).localUrl())
                .isEqualTo("http://127.0.0.1:8080");
        assertThat(new ListenAddress(InetAddress.getByName("::1"), 8080).localUrl())
                .isEqualTo("http://[0:0:0:0:0:0:0:1]:8080");
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> ListenAddress.of("192.0.2.7", 8080))
                .isInstanceOfSatisfying(CliProblem.class, problem -> {
                    assertThat(problem.exit()).isEqualTo(ExitCode.USAGE);
                    assertThat(problem.what()).isEqualTo("192.0.2.7 is not an address of this machine.");
                });
    }

    @Test
    void portsAreOneTo65535() {
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", 65_536)).hasMessage("65536 is not a port.");
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", 0)).hasMessage("0 is not a port.");
    }

    @Test
    void payaraIsToldTheAddressAndListensOnLoopbackToo() throws UnknownHostException {
        assertThat(LaunchCommand.addressCommands(ListenAddress.of("0.0.0.0", 8080)))
                .isEmpty();
        assertThat(LaunchCommand.addressCommands(ListenAddress.of("127.0.0.1", 8080)))
                .isEqualTo("set "
                        + "configs.config.server-config.network-config.network-listeners.network-listener.http-listener"
                        + ".address=127.0.0.1\n");
        assertThat(LaunchCommand.addressCommands(new ListenAddress(InetAddress.getByName("192.0.2.7"), 8080)))
                .contains("http-listener.address=192.0.2.7\n")
                .contains("create-network-listener --address 127.0.0.1 --listenerport 8080 ");
    }
}
