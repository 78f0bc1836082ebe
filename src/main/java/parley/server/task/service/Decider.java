package parley.server.task.service;

import java.time.Instant;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Says what happens to a client, under the lock of its row. Must decide afresh: the client may have moved meanwhile.
 */
@FunctionalInterface
public interface Decider {

    NegotiationStep decide(Client client, ClientRecord record, Task task, Instant now);
}
