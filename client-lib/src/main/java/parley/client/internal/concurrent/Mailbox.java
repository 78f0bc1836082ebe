package parley.client.internal.concurrent;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a client's work: one piece at a time, each sees the effects of those before it, on threads of an executor that
 * are used only while there is work. Work from this machine goes first; work from the network keeps its order, is
 * bounded, and waits while it is held or {@code full} is true. The network's threads block while their part is full,
 * so that the socket slows down a peer that sends faster than the disk writes.
 */
public final class Mailbox implements Alarms {

    private static final System.Logger LOG = System.getLogger(Mailbox.class.getName());
    private static final int WIRE_CAPACITY = 32;
    /** How many pieces are done before other clients have their turn. */
    private static final int TURN = 32;

    private final Clock clock;
    private final Executor executor;
    private final BooleanSupplier full;
    private final Consumer<Throwable> broken;
    private final Deque<Runnable> local = new ArrayDeque<>();
    private final Deque<Runnable> wire = new ArrayDeque<>();
    private final PriorityQueue<Timed> alarms = new PriorityQueue<>(Comparator.comparing(Timed::at));
    private boolean awake;
    private boolean wireHeld;
    private boolean closed;
    private Instant timerAt = Instant.MAX;
    private @Nullable Future<?> timer;
    private volatile @Nullable Thread worker;

    /** {@code broken} gets, in the mailbox, what a piece of work threw. */
    public Mailbox(Clock clock, Executor executor, BooleanSupplier full, Consumer<Throwable> broken) {
        this.clock = clock;
        this.executor = executor;
        this.full = full;
        this.broken = broken;
    }

    public void post(Runnable work) {
        synchronized (this) {
            if (closed) {
                return;
            }
            local.add(work);
        }
        wake();
    }

    /** Adds work before all other waiting work. */
    public void postFirst(Runnable work) {
        synchronized (this) {
            if (closed) {
                return;
            }
            local.addFirst(work);
        }
        wake();
    }

    @Override
    public Alarm after(Duration delay, Runnable work) {
        Timed alarm = new Timed(clock.instant().plus(delay), work);
        synchronized (this) {
            alarms.add(alarm);
        }
        wake();
        return alarm;
    }

    /** From a thread of the network; dropped once the mailbox is closed or that thread is interrupted. */
    public void postFromWire(Runnable work) {
        synchronized (this) {
            try {
                while (wire.size() >= WIRE_CAPACITY && !closed) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        postEndOfWire(work);
    }

    /**
     * The end of a connection, after everything that came over it. It never waits for room: the caller that closes a
     * connection may be the one that makes room here.
     */
    public void postEndOfWire(Runnable work) {
        synchronized (this) {
            if (closed) {
                return;
            }
            wire.add(work);
        }
        wake();
    }

    /** While held, no work from the network is done. */
    public void holdWire(boolean hold) {
        synchronized (this) {
            wireHeld = hold;
        }
        wake();
    }

    /** Whether work from the network waits only because the machine is too slow. */
    public synchronized boolean heldBack() {
        return !wire.isEmpty() && full.getAsBoolean();
    }

    /** Whether the calling thread is doing this mailbox's work. */
    public boolean isAtWorkHere() {
        return worker == Thread.currentThread();
    }

    /** The piece of work that is being done is the last one. */
    public synchronized void close() {
        closed = true;
        local.clear();
        wire.clear();
        alarms.clear();
        disarm();
        notifyAll();
    }

    private void wake() {
        synchronized (this) {
            if (awake || closed) {
                return;
            }
            awake = true;
        }
        takeTurn();
    }

    private void takeTurn() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                local.addFirst(() -> broken.accept(e));
            }
            SharedThreads.STEPS.execute(this::work);
        }
    }

    private void work() {
        worker = Thread.currentThread();
        for (int done = 0; done < TURN; done++) {
            Runnable work = take();
            if (work == null) {
                return;
            }
            run(work);
        }
        worker = null;
        takeTurn();
    }

    private void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            broken(e);
        } finally {
            Thread.interrupted();
        }
    }

    private void broken(Throwable e) {
        try {
            broken.accept(e);
        } catch (RuntimeException again) {
            LOG.log(Level.ERROR, "a client broke twice", again);
        }
    }

    private synchronized @Nullable Runnable take() {
        if (!closed) {
            if (!local.isEmpty()) {
                return local.remove();
            }
            Instant now = clock.instant();
            if (!alarms.isEmpty() && !now.isBefore(alarms.peek().at)) {
                return alarms.remove().work;
            }
            if (!wire.isEmpty() && !wireHeld && !full.getAsBoolean()) {
                notifyAll();
                return wire.remove();
            }
            arm(now);
        }
        worker = null;
        awake = false;
        return null;
    }

    private void arm(Instant now) {
        if (alarms.isEmpty() || timer != null && !alarms.peek().at.isBefore(timerAt)) {
            return;
        }
        disarm();
        timerAt = alarms.peek().at;
        long millis = Math.max(1, Duration.between(now, timerAt).toMillis() + 1);
        timer = SharedThreads.TIMER.schedule(this::ring, millis, TimeUnit.MILLISECONDS);
    }

    private void ring() {
        synchronized (this) {
            timer = null;
        }
        wake();
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private final class Timed implements Alarm {

        private final Instant at;
        private final Runnable work;

        Timed(Instant at, Runnable work) {
            this.at = at;
            this.work = work;
        }

        Instant at() {
            return at;
        }

        @Override
        public void cancel() {
            synchronized (Mailbox.this) {
                alarms.remove(this);
            }
        }
    }
}
