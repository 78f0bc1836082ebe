package parley.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

class PatientDownloadTest {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @Test
    void everythingThatComesIsWritten() throws IOException {
        new PatientDownload().copy(new ByteArrayInputStream(new byte[200_000]), received, PatientDownloadTest::lost);

        assertThat(received.size()).isEqualTo(200_000);
    }

    @Test
    void aBodyThatStallsIsGivenUp() {
        CountDownLatch closed = new CountDownLatch(1);
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };

        assertThatThrownBy(() ->
                        new PatientDownload(Duration.ofMillis(50)).copy(silent, received, PatientDownloadTest::lost))
                .isInstanceOfSatisfying(
                        CliProblem.class, problem -> assertThat(problem.why()).isEqualTo("nothing came for 0 seconds"));
        assertThat(received.size()).isZero();
    }

    @Test
    void aDiskThatIsFullIsNotTakenForALostConnection() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> new PatientDownload()
                        .copy(new ByteArrayInputStream(new byte[1]), full, PatientDownloadTest::lost))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static CliProblem lost(IOException e) {
        return new CliProblem(ExitCode.UNREACHABLE, "lost", String.valueOf(e.getMessage()), "", e);
    }
}
