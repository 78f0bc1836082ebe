package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Message;
import parley.server.bundles.Bundles;
import parley.server.storage.Ids;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.CurrentOffer;
import parley.server.task.decide.History;
import parley.server.task.decide.Negotiation;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.decide.ServedFiles;
import parley.server.task.decide.TaskSnapshot;
import parley.server.task.model.Client;
import parley.server.task.model.SeenState;
import parley.server.task.model.StoredOffer;
import parley.server.task.model.StoredReport;
import parley.server.task.model.StoredTransition;
import parley.server.task.model.Task;

/**
 * The only way to change a client's record: one locked row, one step, one transaction. When a method returns, its
 * change is durable; when it throws, nothing has changed. Every change writes an event, which signals the client's
 * session, the rollout and the watchers.
 */
@ApplicationScoped
@Transactional
public class Clients {

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Bundles bundles;

    @Inject
    OfferCache offers;

    @Inject
    Targets targets;

    @Inject
    ClientEvents events;

    @Inject
    Event<ClientTransitioned> transitioned;

    /** Handles a message of the client with this row id. */
    public ClientChange take(String id, Message message, String session) {
        Client client = lock(id);
        Task task = em.find(Task.class, client.task());
        ClientRecord before = record(client);
        Instant now = clock.instant();
        NegotiationStep step = negotiation().take(before, view(task, client, now), historyOf(client), message, session);
        if (message instanceof Inventory inventory
                && inventory.unable().isEmpty()
                && step.close().isEmpty()) {
            client.has(inventory);
        }
        if (step.changes(before)) {
            client.heardFrom(now);
        }
        store(client, task, before, step, now);
        return change(task, before, step);
    }

    /** Applies an event that does not come from the client. */
    public NegotiationStep apply(String id, Decider decider) {
        Client client = lock(id);
        Task task = em.find(Task.class, client.task());
        ClientRecord before = record(client);
        Instant now = clock.instant();
        NegotiationStep step = decider.decide(client, before, task, now);
        store(client, task, before, step, now);
        return step;
    }

    /** The same, with the row of the client's task locked too. */
    public NegotiationStep applyInTask(String task, String id, Decider decider) {
        em.find(Task.class, task, LockModeType.PESSIMISTIC_WRITE);
        return apply(id, decider);
    }

    /** The files that this client may fetch, by the present state of its and its task's rows. */
    public ServedFiles served(String id) {
        Client client = there(id, em.find(Client.class, id));
        Task task = em.find(Task.class, client.task());
        return negotiation().served(record(client), view(task, client, clock.instant()));
    }

    /**
     * The messages for clients whose sessions know only these states, by row id. A client that was removed is left out.
     *
     * @param known at most {@link Connections#AT_ONCE}
     */
    public Map<String, ClientChange> missed(Map<String, SeenState> known) {
        Map<String, ClientChange> missed = new HashMap<>();
        em.createQuery("select c from Client c where c.id in :ids", Client.class)
                .setParameter("ids", known.keySet())
                .getResultStream()
                .forEach(client -> Optional.ofNullable(known.get(client.id()))
                        .ifPresent(its -> missed.put(client.id(), missed(client, its))));
        return missed;
    }

    private ClientChange missed(Client client, SeenState known) {
        Task task = em.find(Task.class, client.task());
        ClientRecord record = record(client);
        NegotiationStep step = negotiation().missed(record, view(task, client, clock.instant()), known.paused());
        return new ClientChange(step, known, seen(record, task));
    }

    /** Writes an event that shows the code of a client, which waits for approval. */
    void tellOfCode(Client client, Task task, Instant now) {
        events.showsCode(client, task.barrier(client, now));
    }

    /** Resumes a client once nothing blocks it; the others stay as they are. */
    public void open(String id) {
        apply(id, (client, record, task, now) -> negotiation()
                .open(record, view(task, client, now), client.session().filter(s -> client.connected())));
    }

    private static ClientChange change(Task task, ClientRecord before, NegotiationStep step) {
        return new ClientChange(step, seen(before, task), seen(step.client(), task));
    }

    private static SeenState seen(ClientRecord client, Task task) {
        return new SeenState(
                client.state(), client.attempt(), client.proceeded().isPresent(), task.state());
    }

    private Negotiation negotiation() {
        return new Negotiation(ids::next);
    }

    private Client lock(String id) {
        return there(id, em.find(Client.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    private static Client there(String id, Client client) {
        if (client == null) {
            throw new ForgottenClientException(id);
        }
        return client;
    }

    private ClientRecord record(Client client) {
        return client.record(client.offer().map(this::offer));
    }

    /** Before the transaction has changed it. */
    private CurrentOffer offer(String id) {
        return offers.agreed(id).orElseGet(() -> offers.of(em.find(StoredOffer.class, id)));
    }

    private TaskSnapshot view(Task task, Client client, Instant now) {
        return new TaskSnapshot(
                task.state(),
                task.reason().orElse(""),
                task.released(client),
                client.placed(),
                task.notes(),
                task.policy(),
                task.deadline(),
                () -> targets.of(task, client),
                () -> Targets.noneFor(task, client),
                targets::everyEntry,
                now);
    }

    private History historyOf(Client client) {
        return new History() {
            @Override
            public boolean offered(String offer) {
                StoredOffer stored = offer.length() == Ids.LENGTH ? em.find(StoredOffer.class, offer) : null;
                return stored != null && stored.madeTo(client.id());
            }

            @Override
            public long offers() {
                if (client.attempt() == 0) {
                    return 0; // an attempt begins with its first offer
                }
                return em.createQuery("select count(o) from StoredOffer o where o.client = :client", Long.class)
                        .setParameter("client", client.id())
                        .getSingleResult();
            }

            @Override
            public long steps() {
                return client.moves();
            }

            @Override
            public Optional<String> report(long seq) {
                return Optional.ofNullable(em.find(StoredReport.class, new StoredReport.Key(client.id(), seq)))
                        .map(StoredReport::fingerprint)
                        .or(() -> reportOfStep(client, seq));
            }
        };
    }

    private Optional<String> reportOfStep(Client client, long seq) {
        return em.createQuery(
                        "select t.fingerprint from StoredTransition t where t.key.client = :client and t.seq = :seq"
                                + " and t.fingerprint is not null",
                        String.class)
                .setParameter("client", client.id())
                .setParameter("seq", seq)
                .getResultStream()
                .findFirst();
    }

    private void store(Client client, Task task, ClientRecord before, NegotiationStep step, Instant now) {
        if (!step.changes(before)) {
            return;
        }
        storeOffer(client, task, before.offer(), step.client().offer(), now);
        client.take(step.client(), now);
        storeHistory(client, step, now);
        if (step.client().state() == ClientState.SUCCEEDED
                && !step.transitions().isEmpty()) {
            step.client()
                    .offer()
                    .ifPresent(offer -> client.hasNow(offer.bundle().sha256()));
        }
        tell(client, before, step, task.barrier(client, now));
    }

    /** The report stands in the row of the step that it caused, or in one of its own. */
    private void storeHistory(Client client, NegotiationStep step, Instant now) {
        Optional<String> fingerprint = step.report().map(NegotiationStep.Taken::fingerprint);
        step.transitions().forEach(t -> em.persist(new StoredTransition(client, now, t, fingerprint)));
        if (step.transitions().isEmpty()) {
            step.report()
                    .ifPresent(taken -> em.persist(new StoredReport(client.id(), taken.seq(), taken.fingerprint())));
        }
    }

    private void tell(Client client, ClientRecord before, NegotiationStep step, Barrier barrier) {
        boolean further = !step.client().progress().equals(before.progress())
                || !step.client().proceeded().equals(before.proceeded());
        if (!step.transitions().isEmpty()) {
            step.transitions().forEach(transition -> {
                events.moved(client, transition, barrier);
                transitioned.fire(new ClientTransitioned(transition.to()));
            });
        } else if (further) {
            events.progressed(client, barrier);
        }
    }

    private void storeOffer(
            Client client, Task task, Optional<CurrentOffer> before, Optional<CurrentOffer> after, Instant now) {
        Optional<String> known = before.map(CurrentOffer::id);
        Optional<String> next = after.map(CurrentOffer::id);
        if (known.isPresent() && !known.equals(next)) {
            em.find(StoredOffer.class, known.get()).replace();
        }
        if (next.isPresent() && !next.equals(known)) {
            em.persist(new StoredOffer(client.id(), after.get(), task.notes(), now));
        } else if (after.isPresent() && after.get().agreed() && !before.get().agreed()) {
            em.find(StoredOffer.class, next.get()).agree();
        }
    }
}
