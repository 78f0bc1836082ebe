package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import parley.message.TaskState;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenRecord;
import parley.server.tokens.TokenRequest;
import parley.server.tokens.TokenTerms;
import parley.server.tokens.Tokens;

/** The join tokens of tasks, with the rules of the task. */
@ApplicationScoped
@Transactional
public class TaskTokens {

    @Inject
    Tasks tasks;

    @Inject
    Tokens tokens;

    /**
     * Makes another token of a task.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} when the task is not open; {@code invalid}
     */
    public IssuedToken issue(String id, TokenRequest request, String actor) {
        Task task = tasks.get(id);
        if (task.state() != TaskState.OPEN && task.state() != TaskState.PAUSED) {
            throw Problem.wrongState(
                    "The task is not open, so its token would admit no client.", "Start the task, or make a new one.");
        }
        TokenTerms terms =
                new TokenTerms(task.policy().expiresIn(), task.policy().maxClients());
        return tokens.issue(id, terms, request, actor);
    }

    /**
     * All tokens of a task, the oldest first; dead ones too.
     *
     * @throws Problem {@code unknown_task}
     */
    public List<TokenRecord> of(String id) {
        return tokens.of(tasks.get(id).id());
    }

    /**
     * Wipes the keys of tokens that have been dead for a month: until then their holders are told why. In a running
     * task the keys are kept, for its clients.
     */
    public void wipeDead() {
        tokens.longDead().stream()
                .filter(token -> tasks.get(token.task()).state().terminal())
                .forEach(TokenRecord::wipe);
    }
}
