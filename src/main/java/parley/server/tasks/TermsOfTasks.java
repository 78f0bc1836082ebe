package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import parley.server.tokens.TaskTerms;

/** Tells the tokens what their task says of them. */
@ApplicationScoped
public class TermsOfTasks implements TaskTerms.Source {

    @Inject
    Tasks tasks;

    @Override
    public TaskTerms termsOf(String id) {
        Task task = tasks.get(id);
        return new TaskTerms(
                task.state(), task.policy().expiresIn(), task.policy().maxClients());
    }
}
