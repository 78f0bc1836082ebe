package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenRequest;
import parley.server.tokens.Tokens;

/** Opens tasks with their first token: both or neither. */
@ApplicationScoped
@Transactional
public class Openings {

    /** A task that is open now, and the token that was made for it. */
    public record Opened(Task task, IssuedToken token) {}

    @Inject
    Tasks tasks;

    @Inject
    Tokens tokens;

    public Opened createAndStart(TaskDraft draft, List<String> urls, String actor) {
        return start(tasks.create(draft, actor).id(), urls, actor);
    }

    public Opened start(String id, List<String> urls, String actor) {
        Task task = tasks.start(id, actor);
        return new Opened(task, tokens.issue(id, TokenRequest.first(urls), actor));
    }
}
