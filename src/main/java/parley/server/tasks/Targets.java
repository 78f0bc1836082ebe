package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.server.bundles.Bundles;
import parley.server.negotiation.TaskView;

/** Which client gets which bundle: the first target of the task whose selector matches its labels. */
@ApplicationScoped
public class Targets {

    private static final int MAX_SHOWN = 1_000;

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    Optional<TaskView.Target> of(Task task, Client client) {
        return all(task.id()).stream()
                .filter(target -> target.matches(client.labels()))
                .findFirst()
                .map(target ->
                        new TaskView.Target(target.ref(task.sequence().orElseThrow()), bundles.files(target.bundle())));
    }

    /** Why a client gets none, for whoever set its labels; which may have been its token. */
    static String noneFor(Client client) {
        if (client.labels().isEmpty()) {
            return "no target of this task is for a client without labels";
        }
        String labels = client.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String shown = labels.length() > MAX_SHOWN ? labels.substring(0, MAX_SHOWN) + "…" : labels;
        return "no target of this task is for a client with the labels " + shown;
    }

    List<Target> all(String task) {
        return em.createQuery("select t from Target t where t.key.task = :task order by t.key.position", Target.class)
                .setParameter("task", task)
                .getResultList();
    }
}
