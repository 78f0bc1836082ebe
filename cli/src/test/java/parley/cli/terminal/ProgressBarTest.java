package parley.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.SettableClock;

class ProgressBarTest {

    private final StringWriter err = new StringWriter();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));

    private ProgressBar bar(boolean terminal, int columns) {
        Terminal.Size size = new Terminal.Size(columns, 24);
        Path folder = Path.of("").toAbsolutePath();
        PrintWriter out = new PrintWriter(new StringWriter());
        Terminal screen = new Terminal(false, false, terminal, () -> size, Optional::empty);
        return new ProgressBar(
                new Shell(
                        Map.of(),
                        folder,
                        folder.toString(),
                        InputStream.nullInputStream(),
                        out,
                        new PrintWriter(err),
                        screen,
                        clock),
                "Uploading");
    }

    private void update(ProgressBar bar, long millis, long done) {
        clock.advance(Duration.ofMillis(millis));
        bar.update(done, 1000);
    }

    @Test
    void whatIsQuickShowsNoBar() {
        ProgressBar bar = bar(true, 80);
        update(bar, 0, 0);
        update(bar, 290, 1000);
        bar.close();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theRateCountsFromTheFirstByteOn() {
        ProgressBar bar = bar(true, 80);
        update(bar, 5000, 200);
        update(bar, 1000, 500);
        assertThat(err.toString())
                .isEqualTo("\rUploading [##############---------------]  50 %     500 B of 1000 B     300 B/s\u001b[K");
    }

    @Test
    void itIsDrawnTenTimesASecondAtMostAndOnceMoreAtTheEnd() {
        ProgressBar bar = bar(true, 80);
        update(bar, 0, 0);
        update(bar, 400, 100);
        update(bar, 50, 200);
        update(bar, 10, 1000);
        assertThat(err.toString().split("\r")).hasSize(3);
    }

    @Test
    void closingWipesIt() {
        ProgressBar bar = bar(true, 80);
        update(bar, 0, 0);
        update(bar, 400, 100);
        bar.close();
        assertThat(err.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void aNarrowTerminalHasTheNumbersOnly() {
        ProgressBar bar = bar(true, 40);
        update(bar, 0, 0);
        update(bar, 400, 100);
        assertThat(err.toString()).isEqualTo("\rUploading  10 %     100 B of 1000 B   …\u001b[K");
    }

    @Test
    void withoutATerminalThereIsNothing() {
        ProgressBar bar = bar(false, 80);
        update(bar, 0, 0);
        update(bar, 4000, 100);
        bar.close();
        assertThat(err.toString()).isEmpty();
    }
}
