package parley.server.it;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A network between clients and a server that a test can cut, block and slow down. */
final class FaultyNetwork implements TcpProxy.Traffic, AutoCloseable {

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(10).toNanos();

    private final AtomicLong towardsClients = new AtomicLong();
    private final TcpProxy proxy;
    private volatile BooleanSupplier up = () -> true;
    private volatile long nanosPerByte;
    private volatile BooleanSupplier held = () -> false;
    private volatile boolean open = true;

    FaultyNetwork(int serverPort) throws IOException {
        this.proxy = new TcpProxy(serverPort, this);
    }

    int port() {
        return proxy.port();
    }

    /** From now on nothing passes, and nobody connects, while the condition does not hold. */
    FaultyNetwork upWhile(BooleanSupplier condition) {
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
    FaultyNetwork slow(long bytesPerSecond) {
        nanosPerByte = 1_000_000_000L / bytesPerSecond;
        return this;
    }

    /** From now on nothing comes to the clients while the condition holds; the connections stay. */
    FaultyNetwork holdWhile(BooleanSupplier condition) {
        held = condition;
        return this;
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
            while (held.getAsBoolean() && open) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
            towardsClients.addAndGet(bytes);
        }
        return up.getAsBoolean();
    }

    @Override
    public void close() throws IOException {
        open = false;
        proxy.close();
    }
}
