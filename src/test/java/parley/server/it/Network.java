package parley.server.it;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A network between clients and a server that a story has in its hand: it can be cut, held up and slow. */
final class Network implements TcpProxy.Traffic, AutoCloseable {

    private final AtomicLong towardsClients = new AtomicLong();
    private final TcpProxy proxy;
    private volatile BooleanSupplier up = () -> true;
    private volatile long nanosPerByte;
    private boolean held;

    Network(int serverPort) throws IOException {
        this.proxy = new TcpProxy(serverPort, this);
    }

    int port() {
        return proxy.port();
    }

    /** From now on nothing passes, and nobody connects, while the condition does not hold. */
    Network upWhile(BooleanSupplier condition) {
        up = condition;
        return this;
    }

    /** Every connection is gone, and nobody gets one, until it is {@link #restore}d. */
    void cut() throws IOException {
        up = () -> false;
        proxy.cut();
    }

    void restore() {
        up = () -> true;
    }

    /** So many bytes a second towards each client. */
    Network slow(long bytesPerSecond) {
        nanosPerByte = 1_000_000_000L / bytesPerSecond;
        return this;
    }

    /** Nothing comes to the clients any more until it is {@link #release}d; the connections stay. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Bytes that have come to clients so far. */
    long bytesTowardsClients() {
        return towardsClients.get();
    }

    @Override
    public boolean admits() {
        return up.getAsBoolean();
    }

    @Override
    public boolean passes(int bytes, boolean towardsClient) {
        if (towardsClient) {
            LockSupport.parkNanos(bytes * nanosPerByte);
            awaitRelease();
            towardsClients.addAndGet(bytes);
        }
        return up.getAsBoolean();
    }

    private synchronized void awaitRelease() {
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        release();
        proxy.close();
    }
}
