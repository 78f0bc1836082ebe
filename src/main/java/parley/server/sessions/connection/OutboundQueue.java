package parley.server.sessions.connection;

import jakarta.websocket.SendResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be sent on one connection, in order, with one message in flight. When nothing waits,
 * {@code refill} is called for more, so that a slow peer slows down the source instead of filling the memory. Beyond
 * the bound the connection is given up; adding never blocks. Thread-safe.
 */
final class OutboundQueue {

    /** An offer of the greatest size and some small messages after it. */
    static final long MAX_WAITING = 6L * 1024 * 1024;

    /** A message that was not sent in this time never will be. */
    static final Duration STUCK = Duration.ofSeconds(60);

    private final Socket socket;
    private final Clock clock;
    private final Runnable giveUp;
    private final Supplier<Boolean> refill;
    private final MemoryBudget.Share memory;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private long bytes;
    private @Nullable Instant since;
    private boolean dead;
    private @Nullable Runnable whenEmpty;

    /**
     * @param memory the memory of the waiting messages
     * @param refill adds one message if there is one, and returns whether it did
     * @param giveUp called when nothing can be sent to the peer any more
     */
    OutboundQueue(Socket socket, Clock clock, MemoryBudget.Share memory, Supplier<Boolean> refill, Runnable giveUp) {
        this.socket = socket;
        this.clock = clock;
        this.memory = memory;
        this.refill = refill;
        this.giveUp = giveUp;
    }

    /** Appends a message. Sends nothing, so it may be called under any lock. */
    void add(byte[] message) {
        synchronized (waiting) {
            if (!dead) {
                waiting.add(message);
                bytes += message.length;
                memory.take(message.length);
            }
        }
    }

    /** Sends the waiting messages, as far as the peer accepts them. Must not be called under a lock. */
    void flush() {
        if (rounds.getAndIncrement() != 0) {
            return;
        }
        int done = 1;
        do {
            sendWhatCanBeSent();
            done = rounds.addAndGet(-done);
        } while (done != 0);
    }

    /** Runs this once all waiting messages have been sent. */
    void whenEmpty(Runnable then) {
        synchronized (waiting) {
            whenEmpty = then;
        }
        flush();
    }

    /** Sends nothing more and drops the waiting messages. */
    void die() {
        synchronized (waiting) {
            dead = true;
            waiting.clear();
            bytes = 0;
            memory.end();
            whenEmpty = null;
        }
    }

    /** Whether the message in flight has been waiting for too long. */
    boolean stuck() {
        synchronized (waiting) {
            return since != null && since.plus(STUCK).isBefore(clock.instant());
        }
    }

    private void sendWhatCanBeSent() {
        if (overfull()) {
            giveUp.run();
            return;
        }
        while (true) {
            Optional<byte[]> next = take();
            if (next.isPresent()) {
                socket.send(next.get(), this::sent);
            } else if (!idle() || !refill.get()) {
                runWhenEmpty();
                return;
            }
        }
    }

    private boolean overfull() {
        synchronized (waiting) {
            return bytes > MAX_WAITING || memory.tooMuch();
        }
    }

    private Optional<byte[]> take() {
        synchronized (waiting) {
            if (since != null || waiting.isEmpty()) {
                return Optional.empty();
            }
            byte[] next = waiting.remove();
            bytes -= next.length;
            memory.giveBack(next.length);
            since = clock.instant();
            return Optional.of(next);
        }
    }

    private boolean idle() {
        synchronized (waiting) {
            return since == null && waiting.isEmpty() && !dead;
        }
    }

    private void runWhenEmpty() {
        @Nullable Runnable then = null;
        synchronized (waiting) {
            if (since == null && waiting.isEmpty()) {
                then = whenEmpty;
                whenEmpty = null;
            }
        }
        if (then != null) {
            then.run();
        }
    }

    private void sent(SendResult result) {
        synchronized (waiting) {
            since = null;
        }
        if (result.isOK()) {
            flush();
        } else {
            giveUp.run();
        }
    }
}
