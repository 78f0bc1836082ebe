package parley.server.task.service;

import java.time.Instant;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/**
 * Decides what happens to a client, under the lock of its row. Must use the present state: the client may have changed
 * meanwhile.
 */
@FunctionalInterface
public interface Decider {

    NegotiationStep decide(Client client, ClientRecord record, Task task, Instant now);
}
