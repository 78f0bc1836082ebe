package parley.server.it;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network between client and server that fails once, after so many bytes towards the client; later connections hold.
 */
final class CuttingProxy implements TcpProxy.Traffic, AutoCloseable {

    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicLong before = new AtomicLong();
    private final AtomicLong after = new AtomicLong();
    private final long cutAfter;
    private final Runnable atTheCut;
    private final TcpProxy proxy;

    /** @param atTheCut what happens at that moment, before the connection is gone */
    CuttingProxy(int serverPort, long cutAfter, Runnable atTheCut) throws IOException {
        this.cutAfter = cutAfter;
        this.atTheCut = atTheCut;
        this.proxy = new TcpProxy(serverPort, this);
    }

    int port() {
        return proxy.port();
    }

    boolean hasCut() {
        return cut.get();
    }

    /** Bytes towards the client since the cut. */
    long bytesAfterTheCut() {
        return after.get();
    }

    @Override
    public boolean admits() {
        return true;
    }

    @Override
    public boolean passes(int bytes, boolean towardsClient) {
        if (!towardsClient) {
            return true;
        }
        if (cut.get()) {
            after.addAndGet(bytes);
            return true;
        }
        if (before.addAndGet(bytes) < cutAfter || !cut.compareAndSet(false, true)) {
            return true;
        }
        atTheCut.run();
        return false;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
