package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.TaskState;
import parley.message.policy.OnError;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.model.Client;
import parley.server.task.model.PausedBy;
import parley.server.task.model.Task;
import parley.server.task.model.WaveLock;
import parley.server.task.query.WaveQueries;
import parley.server.task.waves.Candidate;
import parley.server.task.waves.Precedence;
import parley.server.task.waves.WaveProgress;
import parley.server.task.waves.WaveStep;

/**
 * Gives clients their places in waves, opens the next wave, and pauses a task in which too much goes wrong. Every
 * method is one transaction that counts again under its lock, so several nodes may do this at once.
 */
@ApplicationScoped
@Transactional
public class TaskWaves {

    /** Clients that get a place in one transaction: as long as it lasts they can report nothing. */
    private static final int AT_ONCE = 50;

    private static final String SERVER = "server";

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Tasks tasks;

    @Inject
    WaveQueries queries;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /** Whether {@link #look} ever has anything to do in this task. */
    public boolean concern(String id) {
        return WaveQueries.concern(tasks.get(id).policy());
    }

    /**
     * Does one thing that is due.
     *
     * @return whether there was one; another may follow
     */
    public boolean look(String id) {
        Task task = tasks.get(id);
        if (task.state() != TaskState.OPEN || !WaveQueries.concern(task.policy()) || !isDue(task)) {
            return false;
        }
        lock(task);
        em.refresh(task);
        Instant now = clock.instant();
        WaveStep step = queries.progress(task).next(now);
        if (step instanceof WaveStep.Nothing) {
            return task.state() == TaskState.OPEN && place(task, now);
        }
        Task locked = tasks.locked(id);
        em.refresh(locked);
        return locked.state() == TaskState.OPEN
                && act(locked, queries.progress(locked).next(now), now);
    }

    private boolean isDue(Task task) {
        WaveProgress progress = queries.progress(task);
        return !(progress.next(clock.instant()) instanceof WaveStep.Nothing)
                || progress.free() > 0
                        && !queries.candidates(task.id(), progress.takesAll()).isEmpty();
    }

    private void lock(Task task) {
        if (task.wave().isPresent()) {
            em.find(WaveLock.class, task.id(), LockModeType.PESSIMISTIC_WRITE);
        }
    }

    private boolean act(Task task, WaveStep step, Instant now) {
        if (step instanceof WaveStep.Pause pause) {
            task.pause(PausedBy.ERROR_THRESHOLD, pause.reason());
            task.undoDue(task.policy().onError() == OnError.ROLL_BACK);
            audit.record(SERVER, "task.paused", task.id(), Map.of("reason", pause.reason()));
        } else if (step instanceof WaveStep.Open next) {
            task.openWave(next.wave());
            audit.record(SERVER, "task.wave_opened", task.id(), Map.of("wave", next.wave()));
        } else if (step instanceof WaveStep.Nothing) {
            return false;
        } else {
            task.markWaveMet(step instanceof WaveStep.BeginSoak ? Optional.of(now) : Optional.empty());
        }
        events.changed(task);
        return true;
    }

    private boolean place(Task task, Instant now) {
        WaveProgress progress = queries.progress(task);
        long free = Math.min(progress.free(), AT_ONCE);
        if (free <= 0) {
            return false;
        }
        List<Candidate> waiting = queries.candidates(task.id(), progress.takesAll());
        List<String> first = new Precedence(task.policy().waveOrder(), task.id())
                .first(waiting, free).stream().map(Candidate::id).toList();
        if (first.isEmpty()) {
            return false;
        }
        int wave = task.wave().orElseThrow();
        for (Client client : inOrder(first)) {
            if (!client.state().terminal() && client.wave().isEmpty()) {
                client.place(wave, now);
                events.placed(client, task.barrier(client, now));
            }
        }
        return true;
    }

    /** Locked in the order of their ids. */
    private List<Client> inOrder(List<String> ids) {
        return em.createQuery("select c from Client c where c.id in :ids order by c.id", Client.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /**
     * Opens the next wave, whatever is still missing for it.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it has no waves, or none left
     */
    public Task openNext(String id, String actor) {
        lock(tasks.get(id));
        Task task = tasks.locked(id);
        em.refresh(task);
        if (task.state() != TaskState.OPEN && task.state() != TaskState.PAUSED) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + ": no wave can open.",
                    "The task itself says how it stands.");
        }
        int open = task.wave()
                .orElseThrow(() -> Problem.wrongState(
                        "The task has no waves: all of its clients may begin.",
                        "Waves are said when a task is made: policy.waves, or --waves."));
        if (queries.progress(task).isLast(open)) {
            throw Problem.wrongState(
                    "Wave " + open + " is the last one, and it is open.", "There is nothing left to open.");
        }
        task.openWave(open + 1);
        audit.record(actor, "task.wave_opened", id, Map.of("wave", open + 1));
        events.changed(task);
        return task;
    }
}
