package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parley.message.ClientState;
import parley.message.bundle.Digest;
import parley.server.bundles.Bundles;
import parley.server.task.decide.UndoChoice;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.model.TaskClientKey;
import parley.server.task.model.UndoClient;

/** What the clients of a task go back to when it is undone, and who of them does. Reads only. */
@ApplicationScoped
public class UndoQueries {

    private static final List<ClientState> HAVE_IT = List.of(ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO);

    /** It finishes whatever happens to its task, and may succeed then. */
    private static final List<ClientState> APPLIES =
            List.of(ClientState.APPLYING, ClientState.CHECKING, ClientState.CONFIRMING);

    private static final List<ClientState> MAY_COME = Stream.of(ClientState.values())
            .filter(state -> state == ClientState.SUCCEEDED || !state.terminal())
            .toList();

    /** A client that has succeeded in the task, or may do so since it applies, and what it goes back to. */
    public record Choice(String clientId, String name, UndoChoice choice) {}

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    /** The clients that have succeeded in a started task, or apply, by name. */
    public List<Choice> choices(Task undone) {
        long sequence = undone.sequence().orElseThrow();
        Map<String, List<UndoChoice.Success>> others = successesElsewhere(undone);
        Map<Digest, Set<Digest>> alike = new HashMap<>();
        Set<Digest> known = new HashSet<>();
        others.values().forEach(all -> all.forEach(success -> known.add(success.bundle())));
        List<Choice> choices = new ArrayList<>();
        for (Object[] client : succeededOrApplying(undone)) {
            Digest has = new Digest((String) client[2]);
            Set<Digest> sharing = alike.computeIfAbsent(has, bundle -> alike(bundle, known));
            UndoChoice choice =
                    UndoChoice.of(sequence, others.getOrDefault((String) client[0], List.of()), sharing::contains);
            choices.add(new Choice((String) client[0], (String) client[1], choice));
        }
        return choices;
    }

    private Set<Digest> alike(Digest bundle, Set<Digest> known) {
        Set<Digest> alike = new HashSet<>(bundles.sharingAPath(bundle, known));
        alike.add(bundle);
        return alike;
    }

    /** Key, name and the bundle of this task, by name. */
    private List<Object[]> succeededOrApplying(Task task) {
        return em.createQuery(
                        "select c.clientId, c.name, o.bundle from Client c, StoredOffer o where c.task = :task"
                                + " and o.id = c.offer and (c.state = :succeeded or c.state in :applies)"
                                + " order by c.name",
                        Object[].class)
                .setParameter("task", task.id())
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .setParameter("applies", APPLIES)
                .getResultList();
    }

    /** By client id, what the clients that have succeeded in this task, or apply, got in others. */
    private Map<String, List<UndoChoice.Success>> successesElsewhere(Task task) {
        Map<String, List<UndoChoice.Success>> all = new HashMap<>();
        em.createQuery(
                        "select c.clientId, t.sequence, c.bundle from Client c, Task t where t.id = c.task"
                                + " and c.task <> :task and t.sequence is not null and c.state in :states"
                                + " and c.bundle is not null and c.clientId in (select f.clientId from Client f"
                                + " where f.task = :task and (f.state = :succeeded or f.state in :applies))",
                        Object[].class)
                .setParameter("task", task.id())
                .setParameter("states", HAVE_IT)
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .setParameter("applies", APPLIES)
                .getResultStream()
                .forEach(row -> all.computeIfAbsent((String) row[0], id -> new ArrayList<>())
                        .add(new UndoChoice.Success((Long) row[1], new Digest((String) row[2]))));
        return all;
    }

    /** The target that gave this bundle in the task with this place in the order of starts, if there was one. */
    public Optional<Target> target(UndoChoice.Success success) {
        return em.createQuery(
                        "select g from Target g, Task t where t.id = g.key.task and t.sequence = :sequence"
                                + " and g.bundle = :bundle order by g.key.position",
                        Target.class)
                .setParameter("sequence", success.sequence())
                .setParameter("bundle", success.bundle().text())
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** All clients of a task that undoes another, by name. */
    public List<UndoClient> clients(Task undo) {
        return em.createQuery("select u from UndoClient u where u.key.task = :task order by u.name", UndoClient.class)
                .setParameter("task", undo.id())
                .getResultList();
    }

    /** What this task takes a client back to; empty if the task undoes none, or not for this client. */
    public Optional<Digest> goesBackTo(String task, String clientId) {
        return Optional.ofNullable(em.find(UndoClient.class, new TaskClientKey(task, clientId)))
                .flatMap(UndoClient::bundle);
    }

    /** Whether another task takes the client with this row id back. */
    public boolean goesBack(String client) {
        return !em.createQuery(
                        "select u.name from Client c, Task t, UndoClient u where c.id = :id and t.id = c.task"
                                + " and u.key.task = t.undoneBy and u.key.clientId = c.clientId"
                                + " and u.bundle is not null and c.state = :succeeded",
                        String.class)
                .setParameter("id", client)
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .getResultList()
                .isEmpty();
    }

    /**
     * The task that a client with a token of {@code task} takes part in: that one, or the one that takes the client
     * back to what it had before. Only a client that has succeeded is taken back: one that applies finishes first.
     */
    public Task taskOf(Task task, String clientId) {
        Task current = task;
        while (current.undoneBy().isPresent()) {
            String next = current.undoneBy().get();
            if (goesBackTo(next, clientId).isEmpty() || !hasSucceeded(current.id(), clientId)) {
                return current;
            }
            current = em.find(Task.class, next);
        }
        return current;
    }

    private boolean hasSucceeded(String task, String clientId) {
        return !em.createQuery(
                        "select c.id from Client c where c.task = :task and c.clientId = :client"
                                + " and c.state = :succeeded",
                        String.class)
                .setParameter("task", task)
                .setParameter("client", clientId)
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .getResultList()
                .isEmpty();
    }

    /** Whether clients that this task takes back have not come yet, and still can. */
    public boolean awaitsMore(Task undo) {
        return em.createQuery(
                                "select count(u) from UndoClient u, Client f where u.key.task = :task"
                                        + " and u.bundle is not null and f.task = :first"
                                        + " and f.clientId = u.key.clientId"
                                        + " and f.state in :mayCome"
                                        + " and not exists (select c.id from Client c where c.task = u.key.task"
                                        + " and c.clientId = u.key.clientId)",
                                Long.class)
                        .setParameter("task", undo.id())
                        .setParameter("first", undo.undoes().orElseThrow())
                        .setParameter("mayCome", MAY_COME)
                        .getSingleResult()
                > 0;
    }

    /** The tasks that the server has still to undo by itself. */
    public List<String> due() {
        return em.createQuery("select t.id from Task t where t.ended = false and t.undoDue = true", String.class)
                .getResultList();
    }
}
