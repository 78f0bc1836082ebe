package parley.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Where the client's one thread finds its next piece of work. What comes from the wire keeps its order, is bounded and
 * waits while {@code full} holds; what comes from this machine goes first. The wire's threads block while their part is
 * full, so that a peer that sends faster than the disk writes is slowed down by its own socket.
 */
final class Inbox implements Alarms {

    private record Alarm(Instant at, Runnable work) {}

    private static final int WIRE_CAPACITY = 32;

    private final Clock clock;
    private final BooleanSupplier full;
    private final Deque<Runnable> local = new ArrayDeque<>();
    private final Deque<Runnable> wire = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
    private boolean closed;
    private boolean stopped;

    Inbox(Clock clock, BooleanSupplier full) {
        this.clock = clock;
        this.full = full;
    }

    synchronized void post(Runnable work) {
        local.add(work);
        notifyAll();
    }

    @Override
    public synchronized void after(Duration delay, Runnable work) {
        alarms.add(new Alarm(clock.instant().plus(delay), work));
        notifyAll();
    }

    /** From a thread of the wire; dropped once the inbox is closed or that thread is interrupted. */
    synchronized void postFromWire(Runnable work) {
        try {
            while (wire.size() >= WIRE_CAPACITY && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!closed) {
            wire.add(work);
            notifyAll();
        }
    }

    /**
     * The last word of a connection, behind all that came over it. It never waits for room: the thread that takes from
     * this inbox may be the one that closes the connection.
     */
    synchronized void postEndOfWire(Runnable work) {
        if (!closed) {
            wire.add(work);
            notifyAll();
        }
    }

    /** Whether something from the wire waits only because the machine is behind. */
    synchronized boolean heldBack() {
        return !wire.isEmpty() && full.getAsBoolean();
    }

    /** Runs the next piece of work; returns without one when it is later than the deadline. */
    void runNext(Instant deadline) throws InterruptedException {
        Runnable work = take(deadline);
        if (work != null) {
            work.run();
        }
    }

    private synchronized Runnable take(Instant deadline) throws InterruptedException {
        while (true) {
            if (stopped || Thread.interrupted()) {
                throw new InterruptedException("the client was closed");
            }
            if (!local.isEmpty()) {
                return local.remove();
            }
            Instant now = clock.instant();
            if (!alarms.isEmpty() && !now.isBefore(alarms.peek().at())) {
                return alarms.remove().work();
            }
            if (!wire.isEmpty() && !full.getAsBoolean()) {
                notifyAll();
                return wire.remove();
            }
            if (!now.isBefore(deadline)) {
                return null;
            }
            Instant next = alarms.isEmpty() || deadline.isBefore(alarms.peek().at())
                    ? deadline
                    : alarms.peek().at();
            wait(Math.max(1, Duration.between(now, next).toMillis()));
        }
    }

    /** From now on there is no next piece of work: whoever asks for it is interrupted. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Nothing comes from the wire any more. */
    synchronized void close() {
        closed = true;
        wire.clear();
        notifyAll();
    }
}
