package parley.server.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import parley.server.storage.CurrentTransaction;

/** Writes events in the caller's transaction, which is required: if it rolls back, nothing has happened. */
@ApplicationScoped
public class Events {

    /** Fired within the transaction, for observers of its success; see {@link #record}. */
    record Written(String task, String kind, JsonObject content) {}

    @Inject
    CurrentTransaction transaction;

    @Inject
    Clock clock;

    @Inject
    Event<Written> written;

    /**
     * @param client the row id of the client; empty for an event of the task itself
     * @param kind see {@link TaskEvent}
     * @param content names, texts and numbers as in REST; never a secret
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(String task, Optional<String> client, String kind, JsonObject content) {
        try {
            EventTable.append(transaction.connection(), task, client, clock.instant(), kind, content.toString());
        } catch (SQLException e) {
            throw new EventsException("an event cannot be written", e);
        }
        written.fire(new Written(task, kind, content));
    }

    /** Leaves numbers out, for a restored server that has given them to events that it no longer knows. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void skipNumbers(long howMany) {
        try {
            EventTable.skip(transaction.connection(), howMany);
        } catch (SQLException e) {
            throw new EventsException("the counter of events cannot be changed", e);
        }
    }
}
