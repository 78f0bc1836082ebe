package parley.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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

    /** @throws IOException it was cut off, has stalled, or {@code to} cannot be written */
    @SuppressWarnings("FutureReturnValueIgnored") // the executor ends with this method
    void copy(InputStream body, OutputStream to) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "parley-download");
            thread.setDaemon(true);
            return thread;
        });
        try {
            watch.scheduleAtFixedRate(
                    () -> look(body), patience.toMillis(), patience.toMillis(), TimeUnit.MILLISECONDS);
            byte[] piece = new byte[PIECE];
            for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
                to.write(piece, 0, read);
                received.addAndGet(read);
            }
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + patience.toSeconds() + " seconds", e) : e;
        } finally {
            watch.shutdownNow();
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
