package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenRequest;

/** Opens tasks with their first token: both or neither. */
@ApplicationScoped
@Transactional
public class TaskStarts {

    /** An opened task and its first token. */
    public record Opened(Task task, IssuedToken token) {}

    @Inject
    Tasks tasks;

    @Inject
    TaskTokens tokens;

    /** As {@link Tasks#start}, with a new task. */
    public Opened createAndStart(TaskDraft draft, boolean allowOlder, List<String> urls, String actor) {
        return start(tasks.create(draft, actor).id(), allowOlder, urls, actor);
    }

    public Opened start(String id, boolean allowOlder, List<String> urls, String actor) {
        Task task = tasks.start(id, allowOlder, actor);
        return new Opened(task, tokens.issue(id, TokenRequest.first(urls), actor));
    }
}
