package parley.server.tasks;

import java.time.Instant;
import parley.server.negotiation.ClientRecord;
import parley.server.negotiation.Step;

/** Says what happens to a client, under the lock of its row. Must decide afresh: the client may have moved meanwhile. */
@FunctionalInterface
public interface Decider {

    Step decide(Client client, ClientRecord record, Task task, Instant now);
}
