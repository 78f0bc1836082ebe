package parley.server.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.storage.CurrentTransaction;

/** Decides which events are deleted, and deletes them some at a time. Several nodes may do it at once. */
@ApplicationScoped
public class EventCleanup {

    /** How many events one transaction deletes. */
    private static final int AT_ONCE = 10_000;

    @Inject
    DataSource dataSource;

    @Inject
    CurrentTransaction transaction;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.limits.event.kept")
    Duration kept;

    @Inject
    @ConfigProperty(name = "parley.limits.event.task")
    int most;

    /** The tasks with events to delete, and the number up to which. */
    public Map<String, Long> due() {
        try (Connection connection = dataSource.getConnection()) {
            Map<String, Long> due = new HashMap<>();
            for (String task : EventTable.tasksWithMoreThan(connection, most)) {
                due.put(task, EventTable.beforeNewest(connection, task, most));
            }
            for (String task :
                    EventTable.tasksEndedBefore(connection, clock.instant().minus(kept))) {
                due.put(task, EventTable.greatest(connection, task));
            }
            due.values().removeIf(number -> number == 0);
            return due;
        } catch (SQLException e) {
            throw new EventsException("events cannot be read", e);
        }
    }

    /** Deletes what is left of the events of a task that is deleted, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(String task) {
        try {
            EventTable.forget(transaction.connection(), task);
        } catch (SQLException e) {
            throw new EventsException("events cannot be deleted", e);
        }
    }

    /**
     * Deletes some events of a task, in a transaction of its own.
     *
     * @return whether there are more
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public boolean some(String task, long upTo) {
        try {
            return EventTable.trim(transaction.connection(), task, upTo, AT_ONCE);
        } catch (SQLException e) {
            throw new EventsException("events cannot be deleted", e);
        }
    }
}
