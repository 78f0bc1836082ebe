package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import parley.message.TaskState;
import parley.server.audit.Audit;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenRequest;

/** Opens tasks: at the word of an operator, with their first token, or at the time that was set for it, with none. */
@ApplicationScoped
@Transactional
public class TaskStarts {

    /** The most drafts that one look at the clock starts. */
    private static final int MOST_AT_ONCE = 100;

    private static final String SERVER = "server";

    /** An opened task and its first token. */
    public record Opened(Task task, IssuedToken token) {}

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Audit audit;

    @Inject
    ClientEvents events;

    @Inject
    Tasks tasks;

    @Inject
    TaskTokens tokens;

    /** As {@link Tasks#start}, with a new task. */
    public Opened createAndStart(TaskDraft draft, boolean allowOlder, List<String> urls, String actor) {
        return start(tasks.create(draft, actor).id(), allowOlder, urls, actor);
    }

    /** The drafts whose time to start has come. */
    public List<String> due() {
        return em.createQuery(
                        "select t.id from Task t where t.startAt <= :now and t.state = :draft order by t.startAt",
                        String.class)
                .setParameter("now", clock.instant())
                .setParameter("draft", TaskState.DRAFT)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList();
    }

    /**
     * Starts a draft whose time has come. It gets no token: nobody would see it.
     *
     * @return whether it has started now
     * @throws Problem as {@link Tasks#start}, never {@code wrong_state}
     */
    public boolean startDue(String id) {
        boolean due = due(tasks.locked(id));
        if (due) {
            tasks.start(id, false, SERVER);
        }
        return due;
    }

    /** Leaves a draft that could not start by itself to the operators, with the reason. */
    public void leave(String id, String why) {
        Task task = tasks.locked(id);
        if (due(task)) {
            String reason = "It did not start at " + task.startAt().orElseThrow() + ": " + why;
            task.keepDraft(reason);
            audit.record(SERVER, "task.start_failed", id, Map.of("reason", reason));
            events.changed(task);
        }
    }

    private boolean due(Task task) {
        return task.state() == TaskState.DRAFT
                && task.startAt().filter(at -> !at.isAfter(clock.instant())).isPresent();
    }

    public Opened start(String id, boolean allowOlder, List<String> urls, String actor) {
        Task task = tasks.start(id, allowOlder, actor);
        return new Opened(task, tokens.issue(id, TokenRequest.first(urls), actor));
    }
}
