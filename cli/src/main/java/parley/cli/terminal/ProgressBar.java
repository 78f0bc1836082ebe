package parley.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line on standard error that shows how far a transfer is, on a terminal only. It appears 300 ms after the first
 * byte, is drawn at most ten times a second, and is removed by {@link #close}. Thread-safe.
 */
public final class ProgressBar implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Shell shell;
    private final String label;
    private @Nullable Instant start;
    private Instant drawn = Instant.MIN;
    private long before;
    private boolean visible;

    public ProgressBar(Shell shell, String label) {
        this.shell = shell;
        this.label = label;
    }

    /** {@code done} of {@code total} bytes are transferred. */
    public synchronized void update(long done, long total) {
        Instant now = shell.clock().instant();
        Instant began = start;
        if (began == null) {
            began = now;
            start = now;
            before = done;
        }
        if (!shell.terminal().errIsTerminal()
                || now.isBefore(began.plus(QUIET))
                || visible && now.isBefore(drawn.plus(PAUSE)) && done < total) {
            return;
        }
        drawn = now;
        visible = true;
        shell.err().print("\r" + line(done, total, Duration.between(began, now)) + "\u001b[K");
        shell.err().flush();
    }

    private String line(long done, long total, Duration spent) {
        long percent = total == 0 ? 100 : done * 100 / total;
        long rate = spent.toMillis() == 0 ? 0 : (done - before) * 1000 / spent.toMillis();
        String facts = String.format(
                " %3d %%  %8s of %s  %8s/s",
                percent, HumanFormat.size(done), HumanFormat.size(total), HumanFormat.size(rate));
        int room = Math.min(40, shell.terminal().width() - label.length() - facts.length() - 4);
        if (room < 5) {
            return Table.cut(label + facts, shell.terminal().width() - 1);
        }
        int full = (int) (room * percent / 100);
        return label + " [" + "#".repeat(full) + "-".repeat(room - full) + "]" + facts;
    }

    @Override
    public synchronized void close() {
        if (visible) {
            shell.err().print("\r\u001b[K");
            shell.err().flush();
            visible = false;
        }
    }
}
