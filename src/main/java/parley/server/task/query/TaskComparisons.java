package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.ClientState;
import parley.server.task.model.Client;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.selector.Selector;

/** Finds what a task is compared with, and what its clients have now. Changes nothing. */
@ApplicationScoped
@Transactional
public class TaskComparisons {

    /** The most clients of one comparison, by name. */
    public static final int MAX_CLIENTS = 1_000;

    /** The most started tasks that are looked at for one with the same targets, the newest first. */
    private static final int MAX_TASKS = 200;

    private static final Set<ClientState> HAVE_IT = EnumSet.of(ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO);

    /** The content that a task brought to a client. */
    public record Had(Task task, String bundle) {}

    @PersistenceContext
    EntityManager em;

    /**
     * The task that was started last before this one: of those with its name, else of those with the same selectors.
     *
     * @param among what its labels match
     */
    public Optional<Task> lastBefore(Task task, Selector among) {
        LabelCondition condition = new LabelCondition(among);
        long before = task.sequence().orElse(Long.MAX_VALUE);
        return condition
                .on(em.createQuery(
                        "select t from Task t where t.name = :name and t.id <> :id and t.sequence < :before"
                                + condition.text() + " order by t.sequence desc",
                        Task.class))
                .setParameter("name", task.name())
                .setParameter("id", task.id())
                .setParameter("before", before)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .or(() -> lastWithSelectors(task, condition, before));
    }

    private Optional<Task> lastWithSelectors(Task task, LabelCondition condition, long before) {
        List<Task> started = condition
                .on(em.createQuery(
                        "select t from Task t where t.id <> :id and t.sequence < :before" + condition.text()
                                + " order by t.sequence desc",
                        Task.class))
                .setParameter("id", task.id())
                .setParameter("before", before)
                .setMaxResults(MAX_TASKS)
                .getResultList();
        if (started.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<String>> selectors =
                selectors(started.stream().map(Task::id).toList());
        List<String> its = selectors(List.of(task.id())).get(task.id());
        return started.stream()
                .filter(other -> selectors.getOrDefault(other.id(), List.of()).equals(its))
                .findFirst();
    }

    private Map<String, List<String>> selectors(Collection<String> tasks) {
        Map<String, List<String>> selectors = new HashMap<>();
        em.createQuery(
                        "select g from Target g where g.key.task in :tasks order by g.key.task, g.key.position",
                        Target.class)
                .setParameter("tasks", tasks)
                .getResultStream()
                .forEach(target -> selectors
                        .computeIfAbsent(target.task(), id -> new ArrayList<>())
                        .add(target.selector()));
        return selectors;
    }

    /** The clients of these tasks, by name, each once: one more than {@link #MAX_CLIENTS} if there are more. */
    public List<Client> clients(Collection<String> tasks) {
        Map<String, Client> byId = new LinkedHashMap<>();
        em.createQuery("select c from Client c where c.task in :tasks order by c.name, c.id desc", Client.class)
                .setParameter("tasks", tasks)
                .setMaxResults(tasks.size() * (MAX_CLIENTS + 1))
                .getResultStream()
                .forEach(client -> byId.putIfAbsent(client.clientId(), client));
        return byId.values().stream().limit(MAX_CLIENTS + 1L).toList();
    }

    /** By client id, what the last task brought that reached the client; clients that none has reached are left out. */
    public Map<String, Had> have(Collection<String> clientIds) {
        Map<String, Had> have = new HashMap<>();
        if (clientIds.isEmpty()) {
            return have;
        }
        em.createQuery(
                        "select c.clientId, c.bundle, t from Client c, Task t where t.id = c.task"
                                + " and c.clientId in :ids and c.state in :states and c.bundle is not null"
                                + " order by t.sequence",
                        Object[].class)
                .setParameter("ids", clientIds)
                .setParameter("states", HAVE_IT)
                .getResultStream()
                .forEach(row -> have.put((String) row[0], new Had((Task) row[2], (String) row[1])));
        return have;
    }
}
