package parley.server.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One open stream. Reads from the table only what the connection accepts at the moment, so nothing waits in memory; a
 * reader that accepts nothing for too long is dropped. Thread-safe; one thread writes at a time.
 */
public final class EventStream implements WriteListener {

    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /**
     * @param stall how long a reader may accept nothing
     * @param life after which a stream ends, so that a reader without permission is refused when it comes back
     */
    record Limits(Duration stall, Duration life) {}

    private final String task;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Clock clock;
    private final Limits limits;
    private final WhenWritable whenWritable;
    private final Instant opened;

    private long last;
    private boolean begun;
    private boolean over;
    private Instant heard;
    private @Nullable Instant blockedSince;

    /** @param whenWritable called by the container when the connection accepts bytes again; must not block */
    EventStream(String task, long last, AsyncContext context, Clock clock, Limits limits, WhenWritable whenWritable)
            throws IOException {
        this.task = task;
        this.last = last;
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.clock = clock;
        this.limits = limits;
        this.whenWritable = whenWritable;
        this.opened = clock.instant();
        this.heard = opened;
    }

    /** Is told that a stream can go on. */
    public interface WhenWritable {
        void writable(EventStream stream);
    }

    String task() {
        return task;
    }

    synchronized boolean over() {
        return over;
    }

    /** Registers with the container; from then on {@link #flow} works. */
    void listen() {
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() {
        whenWritable.writable(this);
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    /**
     * Sends the events after the last one that was sent, as far as the connection accepts them, and checks the time
     * limits.
     */
    synchronized void flow(LongFunction<EventLog.Read> eventsAfter) {
        if (over) {
            return;
        }
        try {
            while (writable()) {
                byte[] next = next(eventsAfter);
                if (next.length == 0) {
                    break;
                }
                out.write(next);
                heard = clock.instant();
                if (writable()) {
                    out.flush();
                }
            }
            judge();
        } catch (IOException | IllegalStateException gone) {
            end();
        }
    }

    /** Ends it; the browser comes back by itself and continues after its last event. */
    synchronized void end() {
        if (!over) {
            over = true;
            try {
                context.complete();
            } catch (IllegalStateException alreadyComplete) {
                over = true;
            }
        }
    }

    private byte[] next(LongFunction<EventLog.Read> eventsAfter) {
        if (!begun) {
            begun = true;
            return EventText.opening(last);
        }
        EventLog.Read read = eventsAfter.apply(last);
        if (read.trimmed() > last) {
            last = read.trimmed();
            return EventText.reset(last);
        }
        List<TaskEvent> events = read.events();
        if (!events.isEmpty()) {
            last = events.get(events.size() - 1).number();
            return EventText.block(events);
        }
        Instant now = clock.instant();
        return heard.plus(HEARTBEAT).isAfter(now) ? new byte[0] : EventText.heartbeat(now);
    }

    private boolean writable() {
        if (!out.isReady()) {
            blockedSince = blockedSince == null ? clock.instant() : blockedSince;
            return false;
        }
        blockedSince = null;
        return true;
    }

    private void judge() {
        Instant now = clock.instant();
        boolean stalled =
                blockedSince != null && blockedSince.plus(limits.stall()).isBefore(now);
        if (stalled || opened.plus(limits.life()).isBefore(now)) {
            end();
        }
    }
}
