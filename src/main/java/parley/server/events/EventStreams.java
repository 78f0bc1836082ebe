package parley.server.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.problems.Problem;

/** The open streams of this node, a bounded number of them. */
@ApplicationScoped
public class EventStreams {

    /** How many events are read and written at once. */
    private static final int BLOCK = 100;

    private record Place(String task, long after) {}

    @Inject
    EventLog log;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.limits.event.streams")
    int most;

    @Inject
    @ConfigProperty(name = "parley.limits.event.stall")
    Duration stall;

    @Inject
    @ConfigProperty(name = "parley.limits.event.life")
    Duration life;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /** @throws Problem {@code too_many_requests} if the maximum number of streams is open */
    public void checkRoom() {
        if (open.size() >= most) {
            throw new Problem(
                    429,
                    "too_many_requests",
                    "Too many event streams",
                    "The server keeps at most " + most + " of them open.",
                    "Close a page, try again in a minute, or read pages of events as JSON.");
        }
    }

    /** Answers a request whose answer is asynchronous already. */
    public void open(String task, long last, AsyncContext context, EventStream.WhenWritable whenWritable)
            throws IOException {
        EventStream stream =
                new EventStream(task, last, context, clock, new EventStream.Limits(stall, life), whenWritable);
        open.add(stream);
        stream.listen();
    }

    /** Wakes one stream. */
    void flow(EventStream stream) {
        stream.flow(after -> log.after(stream.task(), after, BLOCK));
    }

    /** Wakes all streams; streams at the same position share the read events. */
    void flow() {
        Map<Place, EventLog.Read> read = new HashMap<>();
        for (EventStream stream : open) {
            stream.flow(after -> read.computeIfAbsent(
                    new Place(stream.task(), after), place -> log.after(place.task(), place.after(), BLOCK)));
        }
        open.removeIf(EventStream::over);
    }

    void end() {
        open.forEach(EventStream::end);
    }

    int count() {
        return open.size();
    }
}
