package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import parley.message.TaskState;
import parley.protocol.KeyId;
import parley.server.problems.Problem;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenChange;
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

    @Inject
    ClientQueries clients;

    /**
     * Makes another token of a task.
     *
     * @throws Problem {@code unknown_task}; {@code wrong_state} when the task is not open; {@code invalid}
     */
    public IssuedToken issue(String id, TokenRequest request, String actor) {
        Task task = tasks.get(id);
        checkOpen(task);
        TokenTerms terms =
                new TokenTerms(task.policy().expiresIn(), task.policy().maxClients());
        return tokens.issue(id, terms, request, actor);
    }

    private static void checkOpen(Task task) {
        if (task.state() != TaskState.OPEN && task.state() != TaskState.PAUSED) {
            throw Problem.wrongState(
                    "The task is not open, so its token would admit no client.", "Start the task, or make a new one.");
        }
    }

    /**
     * Makes a token that takes the place of another one. No client is admitted meanwhile: the task's row is locked, as
     * at an admission.
     *
     * @param terms what shall be different
     * @throws Problem {@code unknown_task}; {@code unknown_token}; {@code wrong_state} when the task is not open, the
     *     token is revoked, or the new one would admit nobody; {@code invalid}
     */
    public IssuedToken rotate(String id, KeyId keyId, TokenChange terms, List<String> urls, String actor) {
        checkOpen(tasks.locked(id));
        return tokens.rotate(id, keyId, terms, urls, actor);
    }

    /**
     * Extends a token, or changes its description.
     *
     * @throws Problem {@code unknown_task}; {@code unknown_token}; {@code wrong_state} when it shall be extended and is
     *     revoked or the task is not open, or when it would be shortened
     */
    public TokenRecord change(String id, KeyId keyId, TokenChange change, String actor) {
        Task task = tasks.locked(id);
        if (change.extendsIt()) {
            checkOpen(task);
        }
        return tokens.change(id, keyId, change, actor);
    }

    /**
     * Revokes a token, and notes durably that its clients are to be revoked.
     *
     * @return how many they are
     * @throws Problem {@code unknown_token}
     */
    long revokeWithClients(String id, KeyId keyId, String actor) {
        tokens.revokeWithClients(id, keyId, actor);
        return clients.notRevoked(id, keyId);
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
