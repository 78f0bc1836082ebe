package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.TaskState;
import parley.message.bundle.Digest;
import parley.server.audit.Audit;
import parley.server.bundles.BundleRecord;
import parley.server.bundles.Bundles;
import parley.server.problems.Problem;
import parley.server.storage.Ids;
import parley.server.task.decide.Settlement;
import parley.server.task.decide.TaskOutcome;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.task.model.WaveLock;
import parley.server.task.query.UndoQueries;
import parley.server.tokens.Tokens;

/**
 * Changes of whole tasks. Every method is one transaction; tasks are locked before clients. After the end of a task
 * {@code rollout} ends its clients one by one.
 */
@ApplicationScoped
@Transactional
public class Tasks {

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Ids ids;

    @Inject
    Bundles bundles;

    @Inject
    Tokens tokens;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    @Inject
    NewerClients newerClients;

    @Inject
    UndoQueries undos;

    /**
     * Makes a task that will be started later.
     *
     * @param allowOlder whether its content may replace present newer content; the start does not check that again
     * @throws Problem {@code unknown_bundle}; {@code bad_path}; {@code newer_bundle} when clients have something newer
     *     and nobody allows that
     */
    public Task createDraft(TaskDraft draft, boolean allowOlder, String actor) {
        Task task = create(draft, actor);
        checkOlder(task, allowOlder, actor);
        return task;
    }

    /** @throws Problem {@code newer_bundle} when clients have something newer than the draft and nobody allows that */
    void checkOlder(Task draft, boolean allowOlder, String actor) {
        Map<String, Object> newer = newerThan(draft, allowOlder);
        if (allowOlder) {
            draft.allowOlder();
        }
        if (!newer.isEmpty()) {
            audit.record(actor, "task.older_allowed", draft.id(), newer);
        }
    }

    /** @throws Problem {@code unknown_bundle}; {@code bad_path} when a platform cannot have what is in a bundle */
    Task create(TaskDraft draft, String actor) {
        draft.startAt().ifPresent(at -> StartTime.check(at, clock.instant()));
        Task task = new Task(ids.next(), draft, clock.instant(), actor, bundles.lastSequence());
        em.persist(task);
        em.flush();
        List<Map<String, String>> aims = aim(task, draft);
        Map<String, Object> detail = new LinkedHashMap<>(Map.of("name", draft.name(), "targets", aims));
        if (!draft.labels().isEmpty()) {
            detail.put("labels", draft.labels());
        }
        audit.record(actor, "task.created", task.id(), detail);
        return task;
    }

    /** Writes the targets, and returns them for the audit log. */
    List<Map<String, String>> aim(Task task, TaskDraft draft) {
        bundles.holdStill();
        List<Map<String, String>> aims = new ArrayList<>();
        for (TaskDraft.Aim aim : draft.targets()) {
            BundleRecord bundle = known(aim.bundle());
            BundleFits.check(bundles.files(aim.bundle()), draft.policy());
            String name = aim.nameOf(bundle);
            String version = aim.versionOf(bundle);
            em.persist(new Target(task.id(), aims.size() + 1, aim.selector(), aim.bundle(), name, version));
            aims.add(Map.of(
                    "selector", aim.selector(), "bundle", aim.bundle().text(), "name", name, "version", version));
        }
        return aims;
    }

    private BundleRecord known(Digest bundle) {
        return bundles.find(bundle)
                .orElseThrow(() -> new Problem(
                        404,
                        "unknown_bundle",
                        "There is no such bundle",
                        "No bundle has the digest " + bundle + ".",
                        "Upload it first, or choose a bundle that the server has."));
    }

    /**
     * @param allowOlder whether its content may replace what clients have that is newer
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it was started before; {@code newer_bundle} when
     *     clients have something newer and nobody allows that
     */
    public Task start(String id, boolean allowOlder, String actor) {
        Task task = locked(id);
        if (task.state() != TaskState.DRAFT) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only a draft can be started.",
                    "Create another task to roll the bundle out again.");
        }
        long sequence = bundles.nextSequence();
        Map<String, Object> detail = new LinkedHashMap<>(newerThan(task, allowOlder));
        detail.put("sequence", sequence);
        task.open(clock.instant(), sequence);
        if (task.wave().isPresent()) {
            em.persist(new WaveLock(id));
        }
        audit.record(actor, "task.started", id, detail);
        events.changed(task);
        return task;
    }

    /** The audit details about clients that have something newer than the task; empty if none has. */
    private Map<String, Object> newerThan(Task task, boolean allowOlder) {
        Optional<NewerClients.Found> newer = newerClients.than(task);
        if (newer.isPresent() && !allowOlder && !task.policy().allowDowngrade()) {
            throw newerBundle(newer.get());
        }
        return newer.<Map<String, Object>>map(
                        found -> Map.of("newerClients", found.clients(), "newerTask", found.task()))
                .orElse(Map.of());
    }

    private static Problem newerBundle(NewerClients.Found newer) {
        return new Problem(
                        409,
                        "newer_bundle",
                        "Clients have a newer bundle",
                        (newer.clients() == 1 ? "1 client has" : newer.clients() + " clients have")
                                + " a newer bundle than this task would give, that of the task “" + newer.task()
                                + "”.",
                        "To roll back to this one, set \"allowOlder\": true, or give parley --allow-downgrade.")
                .with("clients", newer.clients());
    }

    /** @throws Problem {@code unknown_task}; {@code wrong_state} when it has ended */
    public Task cancel(String id, String reason, String actor) {
        Task task = locked(id);
        if (task.state().terminal()) {
            throw Problem.wrongState(
                    "The task has ended: it is " + task.state().word() + ".", "The task itself says how it went.");
        }
        task.end(TaskState.CANCELLED, Optional.empty(), Optional.of(reason), clock.instant());
        audit.record(actor, "task.cancelled", id, Map.of("reason", reason));
        events.changed(task);
        return task;
    }

    /**
     * Ends a running task when all of its clients have ended and no token admits another one, or its deadline has
     * passed.
     *
     * @return whether it has ended now
     */
    public boolean settle(String id) {
        if (settlement(get(id)).ends().isEmpty()) {
            return false;
        }
        Task task = locked(id);
        em.refresh(task);
        Settlement settlement = settlement(task);
        if (settlement.ends().isEmpty()) {
            return false;
        }
        TaskState state = settlement.ends().get();
        task.end(state, settlement.outcome(), Optional.empty(), clock.instant());
        audit.record(
                "server",
                state == TaskState.EXPIRED ? "task.expired" : "task.finished",
                id,
                Map.of("outcome", settlement.outcome().map(TaskOutcome::word).orElse("none")));
        events.changed(task);
        return true;
    }

    private Settlement settlement(Task task) {
        Instant now = clock.instant();
        if (task.state().terminal() || task.state() == TaskState.DRAFT || heldUp(task, now)) {
            return Settlement.NOT_YET;
        }
        boolean admits =
                task.undoes().isPresent() ? awaitsMore(task, now) : tokens.admits(task.id(), task.expires(), now);
        List<Settlement.StateCount> clients = admits ? List.of() : standings(task);
        return Settlement.of(task.policy(), task.expires().orElseThrow(), admits, clients, now);
    }

    /** A task that undoes another needs no token of its own: it waits for the clients that it takes back. */
    private boolean awaitsMore(Task undo, Instant now) {
        return tokens.letsIn(undo.id(), now) || now.isBefore(undo.expires().orElseThrow()) && undos.awaitsMore(undo);
    }

    /** A paused task waits for an operator, until its deadline. */
    private static boolean heldUp(Task task, Instant now) {
        return task.state() == TaskState.PAUSED && now.isBefore(task.deadline().orElseThrow());
    }

    private List<Settlement.StateCount> standings(Task task) {
        return em.createQuery(
                        "select c.state, c.attempt, c.reason, count(c) from Client c where c.task = :task"
                                + " group by c.state, c.attempt, c.reason",
                        Object[].class)
                .setParameter("task", task.id())
                .getResultStream()
                .map(row -> new Settlement.StateCount(
                        (ClientState) row[0], (Long) row[1], Optional.ofNullable((Reason) row[2]), (Long) row[3]))
                .toList();
    }

    /** @throws Problem {@code unknown_task} */
    public Task get(String id) {
        Task task = em.find(Task.class, id);
        if (task == null || task.isDeleted()) {
            throw unknown(id);
        }
        return task;
    }

    /** The ids of all tasks with clients that may be in progress. */
    public List<String> running() {
        return em.createQuery("select t.id from Task t where t.ended = false and t.state <> :draft", String.class)
                .setParameter("draft", TaskState.DRAFT)
                .getResultList();
    }

    public Task locked(String id) {
        Task task = em.find(Task.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (task == null || task.isDeleted()) {
            throw unknown(id);
        }
        return task;
    }

    /** What is said about an id that no task has. */
    public static Problem unknown(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "…" : id;
        return new Problem(
                404,
                "unknown_task",
                "There is no such task",
                "No task has the id " + shown + ".",
                "The list of tasks has their names and ids.");
    }
}
