package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Consumer;
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

    /**
     * Takes a message of the client with this row id.
     *
     * @param first gets what became of it, durably, before anybody else hears of it
     */
    public void take(String client, Message message, String session, Consumer<ClientMoved> first) {
        ClientMoved result = rows.take(client, message, session);
        first.accept(result);
        announced(result);
    }

    /** Lets something happen to a client; what the step sends is pushed to its session. */
    public Step apply(String client, Decider decider) {
        return announced(rows.apply(client, decider)).step();
    }

    /** The same, while the client's task does not change either. */
    public Step applyInTask(String task, String client, Decider decider) {
        return announced(rows.applyInTask(task, client, decider)).step();
    }

    /** The file that this client's fetch may read now; empty for everything else. */
    public Optional<FileEntry> authorise(String client, Fetch fetch) {
        return rows.authorise(client, fetch);
    }

    /** Lets a client go on that nothing holds any more; what that says to it is pushed to its session. */
    public void open(String client) {
        announced(rows.open(client));
    }

    /** What the session of this client has to be told that knows no more than this. */
    public ClientMoved missed(String client, Stance known) {
        return rows.missed(client, known);
    }

    private ClientMoved announced(ClientMoved result) {
        if (!result.transitions().isEmpty() || !result.push().isEmpty()) {
            moved.fire(result);
        }
        return result;
    }
}
