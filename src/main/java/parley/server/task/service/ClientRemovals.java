package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import parley.protocol.KeyId;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.model.Client;
import parley.server.task.model.ForgottenClient;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;
import parley.server.tokens.Tokens;

/** Removes clients from tasks, so that another machine can join under the name. */
@ApplicationScoped
@Transactional
public class ClientRemovals {

    private static final List<String> WHAT_A_CLIENT_HAS = List.of(
            "delete from ShownCode s where s.client = :client",
            "delete from StoredReport r where r.key.client = :client",
            "delete from StoredTransition t where t.key.client = :client",
            "delete from StoredOffer o where o.client = :client");

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Tokens tokens;

    @Inject
    ClientEvents events;

    @Inject
    Audit audit;

    /**
     * Forgets a client of a running task, with its history: its name and its seat are free, it no longer counts, its
     * sessions end, and its key cannot join this task again. The audit log keeps its name, id and state.
     *
     * @param wanted the client id that it must have, so that a repeat does not remove another client that has taken
     *     the name
     * @throws Problem {@code wrong_state} when the task has ended; {@code changed} if it is another client;
     *     {@code not_found} if it was removed meanwhile
     */
    public void forget(Client client, Optional<String> wanted, String actor) {
        Task task = em.find(Task.class, client.task(), LockModeType.PESSIMISTIC_WRITE);
        Client row = em.find(Client.class, client.id(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw ClientQueries.notFound(client.task());
        }
        if (wanted.filter(id -> !id.equals(row.clientId())).isPresent()) {
            throw new Problem(
                    412,
                    "changed",
                    "Another client has this name now",
                    "The client " + row.name() + " has the id " + row.clientId() + ".",
                    "Read the client again, then decide again.");
        }
        if (task.state().terminal()) {
            throw Problem.wrongState(
                    "The task has ended: it is " + task.state().word() + ". Nobody joins it any more.",
                    "Let the machine join a new task; there it can take any free name.");
        }
        audit.record(actor, "client.forgotten", task.id(), ClientFacts.of(row));
        events.forgotten(row);
        em.persist(new ForgottenClient(row, clock.instant()));
        KeyId token = KeyId.parse(row.token());
        if (tokens.find(token).filter(known -> known.task().equals(task.id())).isPresent()) {
            tokens.giveSeatBack(token); // not that of a task which this one undoes: it took none there
        }
        WHAT_A_CLIENT_HAS.forEach(delete ->
                em.createQuery(delete).setParameter("client", row.id()).executeUpdate());
        em.remove(row);
    }
}
