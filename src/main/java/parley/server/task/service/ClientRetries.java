package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import parley.message.ClientState;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.decide.Negotiation;
import parley.server.task.model.Client;
import parley.server.task.model.Task;

/** Gives clients whose attempt has ended another one, at an operator's request. */
@ApplicationScoped
public class ClientRetries {

    private static final String WHY = "to be tried again, as an operator asked";

    @Inject
    Clients clients;

    @Inject
    Audit audit;

    private final Negotiation negotiation = Negotiation.withoutOffers();

    /**
     * Gives a client another attempt, durably and with an entry in the audit log. Its history is kept, and the task's
     * policy of retries does not count.
     *
     * @throws Problem {@code wrong_state} if the task has ended, or the client is in progress, has succeeded or was
     *     revoked
     */
    public void retry(Client client, String actor) {
        clients.applyInTask(client.task(), client.id(), (row, record, task, now) -> {
            checkTask(task, now);
            checkClient(row);
            audit.record(actor, "client.retried", task.id(), ClientFacts.of(row));
            return negotiation.retry(record, WHY);
        });
    }

    private static void checkTask(Task task, Instant now) {
        if (task.state().terminal()) {
            throw Problem.wrongState(
                    "The task has ended: it is " + task.state().word() + ".",
                    "Create another task with the same bundle; clients that are up to date have nothing to do there.");
        }
        if (task.deadline().filter(deadline -> !now.isBefore(deadline)).isPresent()) {
            throw Problem.wrongState(
                    "The task's deadline has passed: a client that tried again would be timed out at once.",
                    "Create another task with the same bundle.");
        }
    }

    private static void checkClient(Client client) {
        ClientState state = client.state();
        if (state == ClientState.SUCCEEDED) {
            throw Problem.wrongState(
                    "The client has succeeded: there is nothing to try again.",
                    "If a client has fallen back since, the server notices it at the next connect and "
                            + "offers the update.");
        }
        if (state == ClientState.REVOKED) {
            throw Problem.wrongState(
                    "The client was revoked, and is not let in again in this task.",
                    "Create another task for it, or let the machine join as a new client.");
        }
        if (!state.terminal()) {
            throw Problem.wrongState(
                    "The client has not ended: it is " + state.word() + ".",
                    "Wait until it has; one that stays silent is timed out, and can be tried again then.");
        }
    }
}
