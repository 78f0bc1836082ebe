package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import parley.message.TaskState;
import parley.server.audit.Audit;
import parley.server.problems.Problem;

/**
 * Holds whole tasks up and lets them go on. Every method is one transaction; what follows for the clients is found by
 * {@code rollout} and by their sessions.
 */
@ApplicationScoped
@Transactional
public class Holds {

    static final String PAUSED = "the task is paused";

    @Inject
    Tasks tasks;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    /**
     * @param reason for the clients and those who look at the task; a plain one when blank
     * @throws Problem {@code unknown_task}; {@code wrong_state} when it is not open
     */
    public Task pause(String id, String reason, String actor) {
        Task task = tasks.locked(id);
        if (task.state() != TaskState.OPEN) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only an open one can be paused.", next(task, "resume"));
        }
        task.pause(PausedBy.OPERATOR, reason.isBlank() ? PAUSED : reason);
        audit.record(actor, "task.paused", id, Map.of("reason", reason));
        events.changed(task);
        return task;
    }

    /** @throws Problem {@code unknown_task}; {@code wrong_state} when it is not paused */
    public Task resume(String id, String actor) {
        Task task = tasks.locked(id);
        if (task.state() != TaskState.PAUSED) {
            throw Problem.wrongState(
                    "The task is " + task.state().word() + "; only a paused one can be resumed.", next(task, "pause"));
        }
        task.resume(clock.instant());
        audit.record(actor, "task.resumed", id, Map.of());
        events.changed(task);
        return task;
    }

    private static String next(Task task, String other) {
        return switch (task.state()) {
            case DRAFT -> "Start it first: POST /api/v1/tasks/" + task.id() + "/start.";
            case OPEN, PAUSED -> "POST /api/v1/tasks/" + task.id() + "/" + other + ", or parley task " + other + ".";
            default -> "A task that has ended stays so; create another one to roll the bundle out again.";
        };
    }
}
