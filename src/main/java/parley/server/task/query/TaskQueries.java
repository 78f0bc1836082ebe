package parley.server.task.query;

import static java.util.stream.Collectors.groupingBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.message.bundle.Digest;
import parley.server.bundles.BundleRecord;
import parley.server.bundles.Bundles;
import parley.server.storage.Search;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.selector.Selector;

/** Reads tasks with their targets and counts, a whole page in a few queries. Changes nothing. */
@ApplicationScoped
@Transactional
public class TaskQueries {

    /**
     * A task with its targets, the first one first, and how many clients are in each state; states without clients are
     * left out.
     */
    public record Detail(Task task, List<Aimed> targets, Map<ClientState, Long> counts) {}

    /** A target with its bundle. */
    public record Aimed(Target target, BundleRecord bundle) {}

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    /**
     * Newest first.
     *
     * @param search a text in the name, the notes, the labels (also as {@code key=value}), the creator, or a bundle's
     *     name, or the beginning of the id
     * @param labels what the labels of the tasks match
     * @param before the id of the last one of the page before
     */
    public List<Task> list(
            Optional<TaskState> state, Search search, Selector labels, Optional<String> before, int limit) {
        LabelCondition condition = new LabelCondition(labels);
        return condition
                .on(em.createQuery(
                        "select t from Task t where (:anyState = true or t.state = :state) and t.id < :before"
                                + " and t.deletedBy is null"
                                + " and (lower(t.name) like :inside escape '!' or lower(t.notes) like :inside "
                                + "escape '!'"
                                + " or lower(t.labelText) like :label escape '!'"
                                + " or lower(t.createdBy) like :inside escape '!' or t.id like :start escape '!'"
                                + " or exists (select g from Target g where g.key.task = t.id"
                                + " and lower(g.bundleName) like :inside escape '!'))"
                                + condition.text()
                                + " order by t.id desc",
                        Task.class))
                .setParameter("anyState", state.isEmpty())
                .setParameter("state", state.orElse(TaskState.OPEN))
                .setParameter("before", before.orElse("~"))
                .setParameter("inside", search.inside())
                .setParameter("start", search.start())
                .setParameter("label", search.inLabels())
                .setMaxResults(limit)
                .getResultList();
    }

    /** The id of the newest task of this name, of those whose labels match. */
    public Optional<String> newest(String name, Selector among) {
        LabelCondition condition = new LabelCondition(among);
        return condition
                .on(em.createQuery(
                        "select t.id from Task t where t.name = :name and t.deletedBy is null" + condition.text()
                                + " order by t.id desc",
                        String.class))
                .setParameter("name", name)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The same tasks in the same order, at most some hundreds. */
    public List<Detail> details(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        List<String> ids = tasks.stream().map(Task::id).toList();
        Map<String, List<Target>> targets = targets(ids);
        Map<Digest, BundleRecord> known = bundles(targets.values());
        Map<String, Map<ClientState, Long>> counts = counts(ids);
        return tasks.stream()
                .map(task -> new Detail(
                        task,
                        targets.getOrDefault(task.id(), List.of()).stream()
                                .map(target -> new Aimed(target, Objects.requireNonNull(known.get(target.bundle()))))
                                .toList(),
                        counts.getOrDefault(task.id(), Map.of())))
                .toList();
    }

    public Detail detail(Task task) {
        return details(List.of(task)).get(0);
    }

    private Map<String, List<Target>> targets(List<String> tasks) {
        return em.createQuery(
                        "select t from Target t where t.key.task in :tasks order by t.key.task, t.key.position",
                        Target.class)
                .setParameter("tasks", tasks)
                .getResultStream()
                .collect(groupingBy(Target::task));
    }

    private Map<Digest, BundleRecord> bundles(Collection<List<Target>> targets) {
        Set<Digest> wanted = new HashSet<>();
        targets.forEach(some -> some.forEach(target -> wanted.add(target.bundle())));
        return bundles.findAll(wanted);
    }

    private Map<String, Map<ClientState, Long>> counts(List<String> tasks) {
        Map<String, Map<ClientState, Long>> counts = new HashMap<>();
        em.createQuery(
                        "select c.task, c.state, count(c) from Client c where c.task in :tasks group by c.task, "
                                + "c.state",
                        Object[].class)
                .setParameter("tasks", tasks)
                .getResultStream()
                .forEach(row -> counts.computeIfAbsent((String) row[0], id -> new EnumMap<>(ClientState.class))
                        .put((ClientState) row[1], (Long) row[2]));
        return counts;
    }
}
