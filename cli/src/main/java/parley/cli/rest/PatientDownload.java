package parley.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import parley.cli.terminal.CliProblem;

/** Copies a body as long as bytes come: gives up when none came for a minute. */
final class PatientDownload {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PIECE = 64 * 1024;

    private final Duration patience;
    private final AtomicLong received = new AtomicLong();
    private long before = -1;
    private volatile boolean stalled;

    PatientDownload() {
        this(PATIENCE);
    }

    PatientDownload(Duration patience) {
        this.patience = patience;
    }

    /**
     * @param failure makes the error of a body that was cut off or has stalled
     * @throws IOException {@code to} cannot be written
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the executor ends with this method
    void copy(InputStream body, OutputStream to, Function<IOException, CliProblem> failure) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "parley-download");
            thread.setDaemon(true);
            return thread;
        });
        try {
            watch.scheduleAtFixedRate(
                    () -> look(body), patience.toMillis(), patience.toMillis(), TimeUnit.MILLISECONDS);
            byte[] piece = new byte[PIECE];
            for (int read = read(body, piece, failure); read >= 0; read = read(body, piece, failure)) {
                to.write(piece, 0, read);
                received.addAndGet(read);
            }
        } finally {
            watch.shutdownNow();
        }
    }

    private int read(InputStream body, byte[] piece, Function<IOException, CliProblem> failure) {
        try {
            return body.read(piece);
        } catch (IOException e) {
            throw failure.apply(
                    stalled ? new IOException("nothing came for " + patience.toSeconds() + " seconds", e) : e);
        }
    }

    private void look(InputStream body) {
        long now = received.get();
        if (now != before) {
            before = now;
            return;
        }
        stalled = true;
        try {
            body.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a stalled answer cannot be closed", e);
        }
    }
}
