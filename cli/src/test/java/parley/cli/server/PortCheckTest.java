package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import parley.cli.terminal.CliProblem;

class PortCheckTest {

    @Test
    void aFreePortIsFree() {
        ListenAddress listen = ListenAddress.of("127.0.0.1", PortCheck.anyFree());

        assertThatCode(() -> PortCheck.free(listen)).doesNotThrowAnyException();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHoldsAPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> PortCheck.free(ListenAddress.of("127.0.0.1", port)))
                    .isInstanceOfSatisfying(CliProblem.class, problem -> {
                        assertThat(problem.what()).isEqualTo("Port " + port + " is in use.");
                        assertThat(problem.why())
                                .isEqualTo("java (process "
                                        + ProcessHandle.current().pid() + ") listens there.");
                        assertThat(problem.hint()).startsWith("parley serve --port ");
                    });
        }
    }

    @Test
    void theKernelsTableSaysWhichSocketListens() {
        String listening = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000"
                + "        0 424242 1 0000000000000000 100 0 0 10 0";
        String connected = "   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000"
                + "        0 515151 1 0000000000000000 20 4 30 10 -1";

        assertThat(PortCheck.inode(listening, 8080)).contains("424242");
        assertThat(PortCheck.inode(listening, 8081)).isEmpty();
        assertThat(PortCheck.inode(connected, 8080)).isEmpty();
        assertThat(PortCheck.inode("  sl  local_address rem_address   st", 8080))
                .isEmpty();
    }
}
