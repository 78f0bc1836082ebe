package parley.server.it;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Connections that have begun a request and go on with a byte each every fifth of a second, until they are cut off. */
final class SlowSenders implements AutoCloseable {

    private static final long PAUSE_MS = 200;

    private final int port;
    private final List<RawHttp> all = new CopyOnWriteArrayList<>();
    private final List<RawHttp> sending = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    SlowSenders(int port) {
        this.port = port;
        clock.scheduleWithFixedDelay(this::aByteEach, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    void add(String beginning) throws IOException {
        RawHttp http = new RawHttp(port);
        all.add(http);
        http.send(beginning);
        sending.add(http);
    }

    List<RawHttp> all() {
        return List.copyOf(all);
    }

    private void aByteEach() {
        for (RawHttp http : sending) {
            try {
                http.send("x");
            } catch (IOException cutOff) {
                sending.remove(http);
            }
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        for (RawHttp http : all) {
            http.close();
        }
    }
}
