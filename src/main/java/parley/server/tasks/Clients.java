package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import parley.message.Fetch;
import parley.message.FileEntry;
import parley.message.Message;
import parley.server.negotiation.Step;

/**
 * The one way in which a client's record changes. Every method is a transaction of its own, so none may be called
 * within one: what they announce and return is durable.
 */
@ApplicationScoped
public class Clients {

    @Inject
    ClientRows rows;

    @Inject
    Event<ClientMoved> moved;

    /** Takes a message of the client with this row id; what the step sends may be sent when this returns. */
    public Step take(String client, Message message) {
        return announced(rows.take(client, message));
    }

    /** Lets something happen to a client; what the step sends is pushed to its session. */
    public Step apply(String client, Decider decider) {
        return announced(rows.apply(client, decider));
    }

    /** The same, while the client's task does not change either. */
    public Step applyInTask(String task, String client, Decider decider) {
        return announced(rows.applyInTask(task, client, decider));
    }

    /** The file that this client's fetch may read now; empty for everything else. */
    public Optional<FileEntry> authorise(String client, Fetch fetch) {
        return rows.authorise(client, fetch);
    }

    /** What the session of this client has to be told that it may have missed. */
    public Step missed(String client) {
        return rows.missed(client);
    }

    private Step announced(ClientMoved result) {
        if (!result.transitions().isEmpty()) {
            moved.fire(result);
        }
        return result.step();
    }
}
