package parley.server.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import parley.server.storage.CurrentTransaction;

/** Numbers events and reads them. Every method is a transaction of its own. */
@ApplicationScoped
public class EventLog {

    @Inject
    DataSource dataSource;

    @Inject
    CurrentTransaction transaction;

    /**
     * Events that got their numbers together.
     *
     * @param before the last number before them
     * @param events in their order, without a gap
     */
    public record Numbering(long before, List<Numbered> events) {

        static final Numbering NONE = new Numbering(0, List.of());

        /** Whether more events may be without a number. */
        boolean more() {
            return events.size() == EventTable.NUMBERED_AT_ONCE;
        }
    }

    /** Numbers the committed events without a number, from all nodes. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Numbering number() {
        try {
            return EventTable.number(transaction.connection());
        } catch (SQLException e) {
            throw new EventsException("events cannot be numbered", e);
        }
    }

    /** The last number in any task; 0 if there is none. */
    public long last() {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.last(connection);
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }

    /** A signal, and the number of its event. */
    public record Numbered(long number, Signal signal) {}

    /** The signals of at most {@code limit} events after a number, in all tasks. */
    public List<Numbered> signals(long after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            return EventTable.signals(connection, after, limit);
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }

    /**
     * @param trimmed up to which number the events of the task have been deleted: if it is greater than the requested
     *     one, some are missing
     * @param events in their order
     */
    public record Read(long trimmed, List<TaskEvent> events) {}

    /** An event, and the task that it belongs to. */
    public record Filed(String task, TaskEvent event) {}

    /**
     * Which events are looked for.
     *
     * @param kinds empty: all
     * @param task empty: those of all tasks
     */
    public record Wanted(List<String> kinds, Optional<String> task) {}

    /** At most {@code limit} events after a number, in their order. */
    public List<Filed> find(Wanted wanted, long after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            return EventSearch.find(connection, wanted, after, limit);
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }

    /**
     * The tasks with deleted events after a number, and the number of the last one. A reader that asks after it has
     * read events learns of all that it has missed.
     */
    public Map<String, Long> deleted(Optional<String> task, long after) {
        try (Connection connection = dataSource.getConnection()) {
            return EventSearch.deleted(connection, task, after);
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }

    /** At most {@code limit} events of a task after a number. */
    public Read after(String task, long after, int limit) {
        try (Connection connection = dataSource.getConnection()) {
            List<TaskEvent> events = EventTable.after(connection, task, after, limit);
            return new Read(EventTable.trimmed(connection, task), events); // read last: see there
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }
}
