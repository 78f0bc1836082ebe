package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.ClientState;
import parley.message.Hello;
import parley.message.Names;
import parley.message.Position;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.protocol.ClientId;
import parley.protocol.CloseCode;
import parley.protocol.KeyId;
import parley.protocol.PublicKey;
import parley.server.audit.Audit;
import parley.server.storage.Ids;
import parley.server.task.model.Client;
import parley.server.task.model.ForgottenClient;
import parley.server.task.model.NodeSession;
import parley.server.task.model.SeenState;
import parley.server.task.model.StoredTransition;
import parley.server.task.model.Task;
import parley.server.task.model.TaskClientKey;
import parley.server.task.query.UndoQueries;
import parley.server.tokens.TokenRecord;
import parley.server.tokens.TokenState;
import parley.server.tokens.Tokens;

/**
 * Decides who takes part. A new client gets its seat and its name in one transaction or not at all; an enrolled client
 * is admitted again, whatever the state of its token.
 */
@ApplicationScoped
@Transactional
public class Admissions {

    /** The result of a {@code hello}. */
    public sealed interface Admission {

        /**
         * @param client the row's id
         * @param entry the number of the session of this client: a greater one is newer
         * @param seen the state of the client and the task
         * @param mostFiles the most files of an offer to the client
         * @param replaced the client's session until now
         */
        record In(
                String client,
                String name,
                TaskInfo task,
                Position position,
                long entry,
                SeenState seen,
                long mostFiles,
                Optional<String> replaced)
                implements Admission {}

        /** To be sent inside the session. */
        record Refused(Refusal why) implements Admission {}
    }

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Tokens tokens;

    @Inject
    Targets targets;

    @Inject
    UndoQueries undos;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /** The refusal that a client with this key would get for its hello; to refuse it before. Changes nothing. */
    public Optional<Refusal> refusal(KeyId keyId, PublicKey key) {
        return nothingSpeaksAgainst(keyId, key) ? Optional.empty() : refusalInWords(keyId, key);
    }

    /** One query that is true for nearly all clients that are not refused; false does not mean a refusal. */
    private boolean nothingSpeaksAgainst(KeyId keyId, PublicKey key) {
        return em.createQuery(
                        "select k, t.state, c.state, t.undoneBy from TokenRecord k join Task t on t.id = k.task"
                                + " left join Client c on c.task = k.task and c.clientId = :client"
                                + " where k.keyId = :token and not exists (select f.name from ForgottenClient f"
                                + " where f.key.task = k.task and f.key.clientId = :client)",
                        Object[].class)
                .setParameter("token", keyId.hex())
                .setParameter("client", ClientId.of(key))
                .getResultStream()
                .anyMatch(row -> row[3] == null
                        && !((TaskState) row[1]).terminal()
                        && (row[2] == null
                                ? ((TokenRecord) row[0]).state(clock.instant()) == TokenState.LIVE
                                : row[2] != ClientState.REVOKED));
    }

    private Optional<Refusal> refusalInWords(KeyId keyId, PublicKey key) {
        TokenRecord token = tokens.find(keyId).orElseThrow();
        Task task = taskOf(token, key);
        Optional<Client> known = find(task.id(), key);
        return known.isPresent() ? refusalOfKnown(task, known.get()) : refusalOfNew(task, token, key);
    }

    /** Admits or refuses a client after its hello. */
    public Admission admit(KeyId keyId, PublicKey key, Hello hello, NodeSession session) {
        TokenRecord token = tokens.find(keyId).orElseThrow();
        Task task = taskOf(token, key);
        Optional<Client> known = find(task.id(), key);
        if (known.isEmpty()) {
            em.refresh(task, LockModeType.PESSIMISTIC_WRITE);
            known = find(task.id(), key);
        }
        return known.isPresent()
                ? admitAgain(task, token, known.get(), hello, session)
                : admitNew(task, token, key, hello, session);
    }

    /** The task of the token, or the one that undoes it and takes this client back. */
    private Task taskOf(TokenRecord token, PublicKey key) {
        return undos.taskOf(em.find(Task.class, token.task()), ClientId.of(key));
    }

    /** Whether the client comes with the token of a task that this one undoes: it has been let in there. */
    private static boolean isTakenBack(Task task, TokenRecord token) {
        return !task.id().equals(token.task());
    }

    private Admission admitAgain(Task task, TokenRecord token, Client known, Hello hello, NodeSession session) {
        em.refresh(known, LockModeType.PESSIMISTIC_WRITE);
        Optional<Refusal> refusal = refusalOfKnown(task, known);
        if (refusal.isPresent()) {
            return new Admission.Refused(refusal.get());
        }
        String name = token.clientName().orElse(hello.name());
        if (!known.name().equals(name)) {
            Instant now = clock.instant();
            if (known.cameAs(name, now)) {
                events.cameAs(known, task.barrier(known, now));
            }
            return new Admission.Refused(Refusal.anotherName(name, known, task));
        }
        if (known.hasNewerThan(session)) {
            return new Admission.Refused(Refusal.of(CloseCode.REPLACED, task));
        }
        Optional<String> replaced = known.connected() ? known.session() : Optional.empty();
        events.connection(task.id(), known.id(), known.name(), true);
        return enter(task, token, known, hello, session, replaced);
    }

    private Admission admitNew(Task task, TokenRecord token, PublicKey key, Hello hello, NodeSession session) {
        Optional<Refusal> refusal = refusalOfNew(task, token, key);
        if (refusal.isPresent()) {
            return new Admission.Refused(refusal.get());
        }
        String name = token.clientName().orElse(hello.name());
        if (nameIsTaken(task, name)) {
            return new Admission.Refused(Refusal.nameOfAnother(name, task));
        }
        if (!isTakenBack(task, token) && !tokens.takeSeat(token.keyId(), name)) {
            return new Admission.Refused(Refusal.of(CloseCode.USED_UP, task));
        }
        Instant now = clock.instant();
        Client client = new Client(
                ids.next(),
                task.id(),
                key,
                name,
                hello,
                labels(token, hello),
                token.keyId().hex(),
                !task.policy().approval(),
                now);
        Admission in = enter(task, token, client, hello, session, Optional.empty());
        StoredTransition joined = StoredTransition.joined(client, now);
        em.persist(client);
        em.flush();
        em.persist(joined);
        events.joined(client);
        audit.record(
                "client " + name,
                "client.joined",
                task.id(),
                Map.of(
                        "name",
                        name,
                        "clientId",
                        client.clientId(),
                        "token",
                        token.keyId().hex()));
        return in;
    }

    private Admission enter(
            Task task, TokenRecord token, Client client, Hello hello, NodeSession session, Optional<String> replaced) {
        client.introduce(hello, labels(token, hello));
        client.connect(session, clock.instant());
        TaskInfo info = new TaskInfo(
                task.id(), task.name(), task.state(), task.expires().orElseThrow());
        SeenState seen = new SeenState(client.state(), client.attempt(), client.proceeds(), task.state());
        return new Admission.In(
                client.id(),
                client.name(),
                info,
                client.position(),
                client.entries(),
                seen,
                targets.mostFiles(task),
                replaced);
    }

    /**
     * A token for one name sets all labels of its client. Labels of another token take precedence over the client's
     * own, which are added as long as they are not too many.
     */
    static Map<String, String> labels(TokenRecord token, Hello hello) {
        if (token.clientName().isPresent()) {
            return token.clientLabels();
        }
        Map<String, String> labels = new TreeMap<>(token.clientLabels());
        hello.labels().forEach((key, value) -> {
            if (labels.size() < Names.MAX_LABELS) {
                labels.putIfAbsent(key, value);
            }
        });
        return labels;
    }

    /**
     * In an ended task a client that has sent its final report is refused. A client that the server gave up may still
     * send it: the final report is always accepted.
     */
    private static Optional<Refusal> refusalOfKnown(Task task, Client client) {
        if (client.state() == ClientState.REVOKED) {
            return Optional.of(Refusal.of(client.approved() ? CloseCode.REVOKED : CloseCode.DENIED, task));
        }
        boolean givenUp = client.state() == ClientState.CANCELLED || client.state() == ClientState.TIMED_OUT;
        return task.state().terminal() && client.state().terminal() && !givenUp
                ? Optional.of(Refusal.of(CloseCode.TASK_ENDED, task))
                : Optional.empty();
    }

    private Optional<Refusal> refusalOfNew(Task task, TokenRecord token, PublicKey key) {
        if (task.state().terminal()) {
            return Optional.of(Refusal.of(CloseCode.TASK_ENDED, task));
        }
        if (em.find(ForgottenClient.class, new TaskClientKey(task.id(), ClientId.of(key))) != null) {
            return Optional.of(Refusal.forgotten(task));
        }
        if (isTakenBack(task, token)) {
            return Optional.empty();
        }
        return switch (token.state(clock.instant())) {
            case LIVE -> Optional.empty();
            case EXPIRED -> Optional.of(Refusal.of(CloseCode.EXPIRED, task));
            case REVOKED -> Optional.of(Refusal.of(CloseCode.REVOKED, task));
            case USED_UP -> Optional.of(Refusal.of(CloseCode.USED_UP, task));
        };
    }

    private Optional<Client> find(String task, PublicKey key) {
        return em.createQuery("select c from Client c where c.task = :task and c.clientId = :id", Client.class)
                .setParameter("task", task)
                .setParameter("id", ClientId.of(key))
                .getResultStream()
                .findFirst();
    }

    private boolean nameIsTaken(Task task, String name) {
        return !em.createQuery("select c.id from Client c where c.task = :task and c.name = :name", String.class)
                .setParameter("task", task.id())
                .setParameter("name", name)
                .getResultList()
                .isEmpty();
    }
}
