package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.protocol.KeyId;
import parley.server.problems.Problem;
import parley.server.storage.Search;
import parley.server.task.model.Client;
import parley.server.task.model.StoredOffer;
import parley.server.task.model.StoredTransition;
import parley.server.task.model.Task;
import parley.server.task.selector.Selector;

/** Reads clients and their histories. Changes nothing. */
@ApplicationScoped
@Transactional
public class ClientQueries {

    private static final String FILTER = "(:anyState = true or c.state = :state)"
            + " and (lower(c.name) like :inside escape '!' or c.clientId like :start escape '!'"
            + " or lower(c.labelText) like :label escape '!' or c.reasonWord like :word escape '!'"
            + " or lower(c.detail) like :inside escape '!' or lower(c.output) like :inside escape '!')";

    @PersistenceContext
    EntityManager em;

    /**
     * By name.
     *
     * @param search as for {@link #everywhere}
     * @param after the last name that was seen
     */
    public List<Client> list(
            String task, Optional<ClientState> state, Search search, Optional<String> after, int limit) {
        return filtered(
                        em.createQuery(
                                "select c from Client c where c.task = :task and c.name > :after and " + FILTER
                                        + " order by c.name",
                                Client.class),
                        state,
                        search)
                .setParameter("task", task)
                .setParameter("after", after.orElse(""))
                .setMaxResults(limit)
                .getResultList();
    }

    /** @throws Problem {@code not_found} */
    public Client get(String task, String name) {
        return em.createQuery("select c from Client c where c.task = :task and c.name = :name", Client.class)
                .setParameter("task", task)
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> notFound(task));
    }

    public static Problem notFound(String task) {
        return new Problem(
                404,
                "not_found",
                "There is no such client",
                "No client of this task has that name.",
                "The list of the clients of this task has their names.");
    }

    /** The steps of a client, the first one first. */
    public List<StoredTransition> history(Client client) {
        return em.createQuery(
                        "select t from StoredTransition t where t.key.client = :client order by t.key.number",
                        StoredTransition.class)
                .setParameter("client", client.id())
                .getResultList();
    }

    /** The offers of a client, the first one first. */
    public List<StoredOffer> offers(Client client) {
        return em.createQuery(
                        "select o from StoredOffer o where o.client = :client order by o.created, o.id",
                        StoredOffer.class)
                .setParameter("client", client.id())
                .getResultList();
    }

    /** A client and the name of its task. */
    public record InTask(Client client, String taskName) {}

    /**
     * Clients of all tasks, those that joined last first.
     *
     * @param search a text in the name, in the labels, also as {@code key=value}, in the reason, the detail or the
     *     output, or the beginning of the client id
     * @param tasks what the labels of their tasks match
     * @param before the row id of the last one of the page before
     */
    public List<InTask> everywhere(
            Optional<ClientState> state, Search search, Selector tasks, Optional<String> before, int limit) {
        LabelCondition condition = new LabelCondition(tasks);
        return filtered(
                        condition.on(em.createQuery(
                                "select c, t.name from Client c, Task t where t.id = c.task and c.id < :before and "
                                        + FILTER + condition.text() + " order by c.id desc",
                                Object[].class)),
                        state,
                        search)
                .setParameter("before", before.orElse("~"))
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> new InTask((Client) row[0], (String) row[1]))
                .toList();
    }

    private static <T> TypedQuery<T> filtered(TypedQuery<T> query, Optional<ClientState> state, Search search) {
        return query.setParameter("anyState", state.isEmpty())
                .setParameter("state", state.orElse(ClientState.JOINED))
                .setParameter("inside", search.inside())
                .setParameter("start", search.start())
                .setParameter("label", search.inLabels())
                .setParameter("word", search.inWords());
    }

    private static final String LET_IN =
            " from Client c where c.task = :task and c.token = :token and c.state <> :revoked";

    /** How many of the clients that this token let in are not revoked. */
    public long notRevoked(String task, KeyId token) {
        return letIn(em.createQuery("select count(c)" + LET_IN, Long.class), task, token)
                .getSingleResult();
    }

    /** The row ids of the first of them, in their order. */
    public List<String> notRevoked(String task, KeyId token, int limit) {
        return letIn(em.createQuery("select c.id" + LET_IN + " order by c.id", String.class), task, token)
                .setMaxResults(limit)
                .getResultList();
    }

    private static <T> TypedQuery<T> letIn(TypedQuery<T> query, String task, KeyId token) {
        return query.setParameter("task", task)
                .setParameter("token", token.hex())
                .setParameter("revoked", ClientState.REVOKED);
    }

    /** The row ids of clients of a task that have not ended. */
    public List<String> running(String task) {
        return em.createQuery("select c.id from Client c where c.task = :task and c.ended = false", String.class)
                .setParameter("task", task)
                .getResultList();
    }

    /**
     * The row ids of clients of a task that were blocked at their last message, and can be told: disconnected clients
     * that wait to apply are told when they come back. In a task with waves only those that have a place, and whose
     * wave applies.
     *
     * @param mayApply whether clients that wait to apply may go on, too; otherwise they are left out
     */
    public List<String> held(Task task, boolean mayApply) {
        boolean inWaves = task.wave().isPresent();
        List<String> held =
                new ArrayList<>(inState(task.id(), ClientState.WAITING, inWaves ? " and c.wave is not null" : ""));
        if (mayApply) {
            String ready = " and c.proceededIn is null and c.connected = true";
            String itsTurn = inWaves && task.policy().apply() == ApplyMode.TOGETHER
                    ? " and c.wave <= " + task.releasedWave()
                    : "";
            held.addAll(inState(task.id(), ClientState.STAGED, ready + itsTurn));
        }
        return held;
    }

    private List<String> inState(String task, ClientState state, String and) {
        return em.createQuery("select c.id from Client c where c.task = :task and c.state = :state" + and, String.class)
                .setParameter("task", task)
                .setParameter("state", state)
                .getResultList();
    }

    /** The clients of a task that have not ended and have been silent since {@code latest}. */
    public List<Client> silentSince(String task, Instant latest) {
        return em.createQuery(
                        "select c from Client c where c.task = :task and c.ended = false and c.changed <= :latest",
                        Client.class)
                .setParameter("task", task)
                .setParameter("latest", latest)
                .getResultList();
    }

    /** Ended tasks with clients that have not ended: to be cleaned up, also after a crash. */
    public List<String> endedTasksWithRunningClients() {
        return em.createQuery(
                        "select distinct t.id from Task t, Client c where c.task = t.id and c.ended = false"
                                + " and t.ended = true",
                        String.class)
                .getResultList();
    }
}
