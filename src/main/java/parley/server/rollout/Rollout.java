package parley.server.rollout;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.TaskState;
import parley.server.events.Signal;
import parley.server.events.SignalListener;
import parley.server.logs.LogIds;
import parley.server.problems.Problem;
import parley.server.storage.Deadlocks;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.Negotiation;
import parley.server.task.decide.NegotiationStep;
import parley.server.task.decide.Overdue;
import parley.server.task.model.Client;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;
import parley.server.task.query.UndoQueries;
import parley.server.task.service.Clients;
import parley.server.task.service.Connections;
import parley.server.task.service.TaskPauses;
import parley.server.task.service.TaskStarts;
import parley.server.task.service.TaskUndos;
import parley.server.task.service.TaskWaves;
import parley.server.task.service.Tasks;
import parley.server.task.service.TokenRevocations;
import parley.server.threads.ServerThreads;

/**
 * Carries out what is due. Every step is a transaction of its own that reads the rows again under its lock, so several
 * nodes may do this at once, and a killed node leaves nothing half done. Signalled changes are handled together;
 * {@link #scan} finds what no signal told.
 */
@ApplicationScoped
public class Rollout implements SignalListener {

    private static final Logger LOG = Logger.getLogger(Rollout.class.getName());
    private static final String TASK_CANCELLED = "the task was cancelled";
    private static final String TASK_ENDED = "the task has ended";

    @Inject
    ServerThreads threads;

    @Inject
    Clock clock;

    @Inject
    Tasks tasks;

    @Inject
    TaskStarts starts;

    @Inject
    TaskPauses pauses;

    @Inject
    TaskWaves waves;

    @Inject
    TaskUndos undos;

    @Inject
    UndoQueries undoQueries;

    @Inject
    Clients clients;

    @Inject
    ClientQueries views;

    @Inject
    Connections connections;

    @Inject
    TokenRevocations revocations;

    private final Negotiation negotiation = Negotiation.withoutOffers();

    /** The tasks whose clients this node is ending. */
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    /** The tasks whose clients this node is resuming. */
    private final Set<String> resuming = ConcurrentHashMap.newKeySet();

    /** Not empty while this node revokes clients together with their tokens. */
    private final Set<String> revoking = ConcurrentHashMap.newKeySet();

    /** Whether a running task has waves or an error threshold; its policy does not change any more. */
    private final Map<String, Boolean> inWaves = new ConcurrentHashMap<>();

    /** The tasks with clients that have changed since the last run. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** The tasks that have changed themselves since the last run. */
    private final Set<String> moved = ConcurrentHashMap.newKeySet();

    @Override
    public void signalled(List<Signal> signals) {
        for (Signal signal : signals) {
            (signal.client().isPresent() ? changed : moved).add(signal.task());
        }
    }

    /** Handles what has changed since the last run. */
    void lookAtChanged() {
        for (String task : drain(moved)) {
            changed.remove(task);
            attempt("look at task " + task, () -> lookAtMoved(task));
        }
        for (String task : drain(changed)) {
            attempt("look at the clients of task " + task, () -> {
                lookAtWaves(task);
                pauses.switchOver(task);
                tasks.settle(task);
            });
        }
    }

    /** Gives places in waves and opens waves, until nothing is due. */
    private void lookAtWaves(String id) {
        if (!inWaves.computeIfAbsent(id, waves::concern)) {
            return;
        }
        AtomicBoolean more = new AtomicBoolean(true);
        while (more.get()) {
            Deadlocks.repeated(() -> more.set(waves.look(id)));
        }
        soon(resuming, id, "resume the clients of task " + id, () -> resumeClients(id));
    }

    private static List<String> drain(Set<String> tasks) {
        List<String> drained = List.copyOf(tasks);
        drained.forEach(tasks::remove);
        return drained;
    }

    private void lookAtMoved(String id) {
        Task task = tasks.get(id);
        if (task.isUndoDue()) {
            undoDue(id);
        }
        TaskState state = task.state();
        if (state == TaskState.DRAFT) {
            return; // it has no clients, and its policy may still change
        }
        if (state.terminal()) {
            endClientsSoon(id);
        } else {
            lookAtWaves(id);
            pauses.switchOver(id);
            tasks.settle(id);
            soon(resuming, id, "resume the clients of task " + id, () -> resumeClients(id));
        }
    }

    /** Checks every task once. A failure of one task does not affect the others. */
    void scan() {
        attempt("clear stale connections", connections::clearStale);
        attempt("start the drafts that are due", this::startDue);
        soon(revoking, "", "revoke the clients of revoked tokens", revocations::finish);
        attempt("undo the tasks that are due", () -> undoQueries.due().forEach(this::undoDue));
        for (String task : views.endedTasksWithRunningClients()) {
            attempt("end the clients of task " + task, () -> endClientsSoon(task));
        }
        List<String> running = tasks.running();
        inWaves.keySet().retainAll(running);
        for (String task : running) {
            attempt("look at task " + task, () -> look(task));
        }
    }

    private void startDue() {
        for (String task : starts.due()) {
            attempt("start task " + task, () -> startDue(task));
        }
    }

    /** A refusal is for the operators to read; it would be the same at every scan. */
    private void startDue(String id) {
        try {
            starts.startDue(id);
        } catch (Problem e) {
            starts.leave(id, e.detail());
        }
    }

    /** A refusal is for the operators to read. */
    private void undoDue(String id) {
        attempt("undo task " + id, () -> {
            try {
                undos.undoDue(id);
            } catch (Problem e) {
                undos.leave(id, e.detail());
            }
        });
    }

    /**
     * Ends the clients of an ended task one after the other, on another thread. After a kill the next scan finds the
     * rest.
     */
    private void endClientsSoon(String id) {
        soon(ending, id, "end the clients of task " + id, () -> endClients(id));
    }

    private void soon(Set<String> busy, String id, String what, Runnable work) {
        if (busy.add(id)) {
            try {
                threads.background().execute(() -> {
                    try {
                        LogIds.ofTask(id).during(() -> attempt(what, work));
                    } finally {
                        busy.remove(id);
                    }
                });
            } catch (RejectedExecutionException e) {
                busy.remove(id);
                LOG.log(Level.WARNING, "Too busy, or stopping: could not " + what + "; left to a scan.", e);
            }
        }
    }

    private void endClients(String id) {
        Task task = tasks.get(id);
        String why =
                switch (task.state()) {
                    case CANCELLED ->
                        task.reason().filter(reason -> !reason.isBlank()).orElse(TASK_CANCELLED);
                    default -> TASK_ENDED;
                };
        for (String client : views.running(id)) {
            attempt(
                    "end a client of task " + id,
                    () -> clients.apply(client, (row, record, current, now) -> negotiation.cancel(record, why)));
        }
    }

    private void resumeClients(String id) {
        Task task = tasks.get(id);
        Barrier barrier = task.barrier(clock.instant());
        if (task.state() == TaskState.OPEN && barrier.beforeAgreed().isEmpty()) {
            boolean mayApply = barrier.beforeProceed().isEmpty();
            views.held(task, mayApply).forEach(client -> attempt("resume a client", () -> clients.open(client)));
        }
    }

    private void look(String id) {
        lookAtWaves(id);
        pauses.switchOver(id);
        resumeClients(id);
        Task task = tasks.get(id);
        overdue(task, task.barrier(clock.instant())).latest().ifPresent(latest -> timeOutSilent(task, latest));
        tasks.settle(id);
    }

    private void timeOutSilent(Task task, Instant latest) {
        for (Client client : views.silentSince(task.id(), latest)) {
            if (why(client, task).isPresent()) {
                attempt(
                        "time a client of task " + task.id() + " out",
                        () -> clients.apply(client.id(), (row, record, current, now) -> timeOut(row, record, current)));
            }
        }
    }

    private NegotiationStep timeOut(Client client, ClientRecord record, Task task) {
        return why(client, task)
                .map(why -> negotiation.timeOut(record, why))
                .orElseGet(() -> negotiation.nothing(record));
    }

    private Optional<String> why(Client client, Task task) {
        return overdue(task, task.barrier(client, clock.instant()))
                .why(client.state(), client.proceeds(), client.changed(), client.waitUntil());
    }

    private static Overdue overdue(Task task, Barrier barrier) {
        return new Overdue(barrier, task.deadline(), task.state() == TaskState.PAUSED, task.resumed());
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Could not " + what + "; the next scan tries again.", e);
        }
    }
}
