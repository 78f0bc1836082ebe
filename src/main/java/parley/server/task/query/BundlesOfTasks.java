package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.message.bundle.Digest;
import parley.server.bundles.BundleUse;
import parley.server.bundles.BundleUse.Why;
import parley.server.bundles.BundleUsers;
import parley.server.bundles.Bundles;
import parley.server.task.decide.NeededBundles;
import parley.server.task.decide.NeededBundles.Got;
import parley.server.task.model.Task;

/**
 * What of tasks and of the history of their clients needs a bundle. Reads only; a check reads, of each client that got
 * the bundle, one row for each of its tasks.
 */
@ApplicationScoped
@Transactional
public class BundlesOfTasks implements BundleUsers {

    private static final List<ClientState> HAVE_IT = List.of(ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO);

    private static final List<ClientState> APPLY =
            List.of(ClientState.APPLYING, ClientState.CHECKING, ClientState.CONFIRMING);

    /** How many tasks or clients one query names. */
    private static final int BATCH = 500;

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    @Override
    public List<BundleUse> of(Digest bundle) {
        Map<String, BundleUse> uses = new TreeMap<>();
        running(bundle).forEach(use -> uses.put(use.task(), use));
        remembered(bundle).forEach(use -> uses.putIfAbsent(use.task(), use));
        return List.copyOf(uses.values());
    }

    @Override
    public boolean names(Digest bundle) {
        return !em.createQuery("select g.bundle from Target g where g.bundle = :bundle", String.class)
                .setParameter("bundle", bundle.text())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Whether clients have what this task brought, or would go back to it if another task is undone. */
    public boolean needs(Task task) {
        if (task.sequence().isEmpty()) {
            return false;
        }
        List<String> some = clientsWithContent(task, "");
        while (!some.isEmpty()) {
            Collection<List<Got>> histories = histories(some).values();
            BiPredicate<Digest, Digest> alike = alike(histories);
            if (histories.stream().anyMatch(history -> NeededBundles.sources(history, alike)
                    .contains(task.sequence().get()))) {
                return true;
            }
            some = clientsWithContent(task, some.get(some.size() - 1));
        }
        return false;
    }

    private List<String> clientsWithContent(Task task, String after) {
        return em.createQuery(
                        "select c.clientId from Client c where c.task = :task and c.state in :haveIt"
                                + " and c.bundle is not null and c.clientId > :after order by c.clientId",
                        String.class)
                .setParameter("task", task.id())
                .setParameter("haveIt", HAVE_IT)
                .setParameter("after", after)
                .setMaxResults(BATCH)
                .getResultList();
    }

    /** Tasks that are not over: they, or clients of theirs, have not ended. */
    private List<BundleUse> running(Digest bundle) {
        Map<String, Long> found = new HashMap<>();
        em.createQuery(
                        "select t.id from Task t where t.ended = false and t.id in"
                                + " (select g.key.task from Target g where g.bundle = :bundle)",
                        String.class)
                .setParameter("bundle", bundle.text())
                .getResultList()
                .forEach(task -> found.put(task, 0L));
        em.createQuery(
                        "select c.task, count(c) from Client c where c.ended = false"
                                + " and (c.bundle = :bundle or c.task in"
                                + " (select g.key.task from Target g where g.bundle = :bundle)) group by c.task",
                        Object[].class)
                .setParameter("bundle", bundle.text())
                .getResultList()
                .forEach(row -> found.put((String) row[0], (Long) row[1]));
        List<BundleUse> uses = new ArrayList<>();
        found.forEach((id, count) -> {
            Task task = em.find(Task.class, id);
            uses.add(use(task, task.state() == TaskState.DRAFT ? Why.DRAFT : Why.RUNNING, count));
        });
        return uses;
    }

    private List<BundleUse> remembered(Digest bundle) {
        Map<String, List<Got>> clients = histories(clientsThatGot(bundle));
        BiPredicate<Digest, Digest> alike = alike(clients.values());
        Map<NeededBundles.Need, Long> needs = new HashMap<>();
        clients.values().forEach(history -> NeededBundles.of(bundle, history, alike)
                .forEach(need -> needs.merge(need, 1L, Long::sum)));
        Map<Long, Task> tasks = started(needs.keySet().stream()
                .map(NeededBundles.Need::sequence)
                .distinct()
                .toList());
        List<BundleUse> uses = new ArrayList<>();
        needs.forEach((need, count) -> {
            Task task = tasks.get(need.sequence());
            if (task != null) {
                uses.add(use(task, need.forUndo() ? Why.UNDO : Why.CLIENTS_HAVE_IT, count));
            }
        });
        return uses;
    }

    /** Whether two bundles that are in these histories are the same or have a path in common. */
    private BiPredicate<Digest, Digest> alike(Collection<List<Got>> histories) {
        Set<Digest> all = new HashSet<>();
        histories.forEach(history -> history.forEach(got -> all.add(got.bundle())));
        Map<Digest, Set<Digest>> sharing = new HashMap<>();
        return (one, other) -> one.equals(other)
                || sharing.computeIfAbsent(one, its -> bundles.sharingAPath(its, all))
                        .contains(other);
    }

    private List<String> clientsThatGot(Digest bundle) {
        return em.createQuery(
                        "select distinct c.clientId from Client c where c.bundle = :bundle and c.state in :haveIt",
                        String.class)
                .setParameter("bundle", bundle.text())
                .setParameter("haveIt", HAVE_IT)
                .getResultList();
    }

    /** By client id, everything that these clients got. */
    private Map<String, List<Got>> histories(List<String> clients) {
        Map<String, List<Got>> histories = new HashMap<>();
        for (int from = 0; from < clients.size(); from += BATCH) {
            List<String> some = clients.subList(from, Math.min(clients.size(), from + BATCH));
            em.createQuery(
                            "select c.clientId, t.sequence, c.bundle, c.state, t.undoneBy from Client c, Task t"
                                    + " where t.id = c.task and t.sequence is not null and c.bundle is not null"
                                    + " and c.state in :haveIt and c.clientId in :some",
                            Object[].class)
                    .setParameter("haveIt", HAVE_IT)
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(row -> add(histories, row, row[3] == ClientState.SUCCEEDED));
            em.createQuery(
                            "select c.clientId, t.sequence, o.bundle, c.state, t.undoneBy from Client c, Task t,"
                                    + " StoredOffer o where t.id = c.task and t.sequence is not null"
                                    + " and o.id = c.offer and c.state in :apply and c.clientId in :some",
                            Object[].class)
                    .setParameter("apply", APPLY)
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(row -> add(histories, row, true));
        }
        return histories;
    }

    private static void add(Map<String, List<Got>> histories, Object[] row, boolean brought) {
        histories
                .computeIfAbsent((String) row[0], id -> new ArrayList<>())
                .add(new Got((Long) row[1], new Digest((String) row[2]), brought && row[4] == null));
    }

    private Map<Long, Task> started(List<Long> sequences) {
        Map<Long, Task> tasks = new HashMap<>();
        for (int from = 0; from < sequences.size(); from += BATCH) {
            Collection<Long> some = sequences.subList(from, Math.min(sequences.size(), from + BATCH));
            em.createQuery("select t from Task t where t.sequence in :some", Task.class)
                    .setParameter("some", some)
                    .getResultStream()
                    .forEach(task -> tasks.put(task.sequence().orElseThrow(), task));
        }
        return tasks;
    }

    private static BundleUse use(Task task, Why why, long clients) {
        return new BundleUse(task.id(), task.name(), task.state().word(), why, clients);
    }
}
