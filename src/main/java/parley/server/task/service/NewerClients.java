package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import parley.message.ClientState;
import parley.message.bundle.Digest;
import parley.server.bundles.Bundles;
import parley.server.task.model.Task;
import parley.server.task.selector.Selector;

/**
 * Finds the clients that have something newer than a task would give them. Content is as new as the last start of a
 * task that had it; content that was never started is as new as the draft that has it. A client has something newer if
 * it succeeded in a task that started after that, with a bundle that has a path in common. If the content was started
 * before, both have to be of one line: some client that succeeded with one of that task's bundles had this content
 * before, or what clients with this content had. So the content of another folder or of other machines does not count
 * as a newer version. Reads only: a few queries for each bundle of the task.
 */
@ApplicationScoped
public class NewerClients {

    /** The most targets of later tasks that are examined, the newest first. */
    private static final int MAX_LATER = 200;

    /** The most rows of clients that are examined for one bundle; with more rows the result is too small. */
    private static final int MAX_ROWS = 20_000;

    /** The most bundles of one line that are examined. */
    private static final int MAX_LINE = 500;

    /**
     * @param clients how many, at least one
     * @param task the name of the newest task that gave it to one of them
     */
    record Found(int clients, String task) {}

    /** A target of a task that started later. */
    private record Later(String task, String name, long sequence, Digest bundle) {}

    /** The bundle of clients with matching labels. */
    private record Rule(Selector selector, Digest bundle) {}

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    @Inject
    Targets targets;

    /** Empty if no client has anything newer than this task, as far as the server knows. */
    Optional<Found> than(Task task) {
        List<Rule> rules = targets.all(task.id()).stream()
                .map(target -> new Rule(target.rule(), target.bundle()))
                .toList();
        Set<Digest> wanted = rules.stream().map(Rule::bundle).collect(Collectors.toSet());
        Map<Digest, Long> starts = lastStarts(wanted);
        Set<String> clients = new HashSet<>();
        TreeMap<Long, String> tasks = new TreeMap<>();
        for (Digest bundle : wanted) {
            Optional<Long> start = Optional.ofNullable(starts.get(bundle));
            List<Later> later = later(bundle, task.newerSince(start), start.isPresent());
            add(bundle, rules, later, clients, tasks);
        }
        return clients.isEmpty()
                ? Optional.empty()
                : Optional.of(new Found(clients.size(), tasks.lastEntry().getValue()));
    }

    /** By bundle, the place of the last start of a task that had it. */
    private Map<Digest, Long> lastStarts(Set<Digest> wanted) {
        Map<Digest, Long> starts = new HashMap<>();
        em.createQuery(
                        "select g.bundle, max(t.sequence) from Target g, Task t where t.id = g.key.task"
                                + " and t.sequence is not null and g.bundle in :wanted group by g.bundle",
                        Object[].class)
                .setParameter("wanted", texts(wanted))
                .getResultStream()
                .forEach(row -> starts.put(new Digest((String) row[0]), (Long) row[1]));
        return starts;
    }

    /** The bundles that replaced this bundle in later tasks, the newest first. */
    private List<Later> later(Digest bundle, long since, boolean started) {
        List<Later> all = em.createQuery(
                        "select t.id, t.name, t.sequence, g.bundle from Target g, Task t where t.id = g.key.task"
                                + " and t.sequence > :since order by t.sequence desc, g.key.position",
                        Object[].class)
                .setParameter("since", since)
                .setMaxResults(MAX_LATER)
                .getResultStream()
                .map(row -> new Later((String) row[0], (String) row[1], (Long) row[2], new Digest((String) row[3])))
                .toList();
        Set<Digest> others = all.stream().map(Later::bundle).collect(Collectors.toSet());
        others.remove(bundle);
        Set<Digest> alike = bundles.sharingAPath(bundle, others);
        List<Later> found =
                all.stream().filter(target -> alike.contains(target.bundle())).toList();
        if (!started || found.isEmpty()) {
            return found;
        }
        Set<String> related = ofLine(line(bundle), found);
        return found.stream().filter(target -> related.contains(target.task())).toList();
    }

    /** This bundle, and other bundles with a common path of clients that have had it. */
    private Set<Digest> line(Digest bundle) {
        Set<Digest> others = em.createQuery(
                        "select distinct c.bundle from Target g, Client b, Client c where g.bundle = :bundle"
                                + " and b.task = g.key.task and b.bundle = g.bundle and b.state = :succeeded"
                                + " and c.clientId = b.clientId and c.state = :succeeded and c.bundle is not null",
                        String.class)
                .setParameter("bundle", bundle.text())
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .setMaxResults(MAX_LINE)
                .getResultStream()
                .map(Digest::new)
                .collect(Collectors.toSet());
        Set<Digest> line = new HashSet<>(bundles.sharingAPath(bundle, others));
        line.add(bundle);
        return line;
    }

    /** The tasks that gave their bundle to a client with an earlier bundle of this line. */
    private Set<String> ofLine(Set<Digest> line, List<Later> later) {
        return Set.copyOf(em.createQuery(
                        "select distinct c.task from Client b, Client c where b.bundle in :line"
                                + " and b.state = :succeeded and c.clientId = b.clientId and c.state = :succeeded"
                                + " and b.task <> c.task and c.task in :tasks and c.bundle in :bundles",
                        String.class)
                .setParameter("line", texts(line))
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .setParameter("tasks", later.stream().map(Later::task).toList())
                .setParameter("bundles", texts(later.stream().map(Later::bundle).collect(Collectors.toSet())))
                .getResultList());
    }

    /** Adds the clients that have one of {@code later} and would get this bundle, and from which tasks they have it. */
    private void add(Digest bundle, List<Rule> rules, List<Later> later, Set<String> clients, Map<Long, String> tasks) {
        if (later.isEmpty()) {
            return;
        }
        Map<String, Later> byTask = new HashMap<>();
        later.forEach(target -> byTask.put(target.task(), target));
        List<Object[]> rows = em.createQuery(
                        "select c.clientId, c.labels, c.task from Client c where c.task in :tasks"
                                + " and c.state = :succeeded and c.bundle in :bundles order by c.id desc",
                        Object[].class)
                .setParameter("tasks", byTask.keySet())
                .setParameter("succeeded", ClientState.SUCCEEDED)
                .setParameter("bundles", texts(later.stream().map(Later::bundle).collect(Collectors.toSet())))
                .setMaxResults(MAX_ROWS)
                .getResultList();
        for (Object[] row : rows) {
            @SuppressWarnings("unchecked")
            Map<String, String> labels = (Map<String, String>) row[1];
            boolean gets = rules.stream()
                    .filter(rule -> rule.selector().matches(labels))
                    .findFirst()
                    .filter(rule -> rule.bundle().equals(bundle))
                    .isPresent();
            if (gets) {
                clients.add((String) row[0]);
                Optional.ofNullable(byTask.get((String) row[2]))
                        .ifPresent(from -> tasks.put(from.sequence(), from.name()));
            }
        }
    }

    private static List<String> texts(Set<Digest> digests) {
        return digests.stream().map(Digest::text).toList();
    }
}
