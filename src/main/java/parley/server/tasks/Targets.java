package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import parley.message.BundleRef;
import parley.server.bundles.Bundles;
import parley.server.negotiation.TaskView;

/** Which client gets which bundle: the first target of the task whose selector matches its labels. */
@ApplicationScoped
public class Targets {

    @PersistenceContext
    EntityManager em;

    @Inject
    Bundles bundles;

    Optional<TaskView.Target> of(Task task, Client client) {
        return all(task.id()).stream()
                .filter(target -> target.matches(client.labels()))
                .findFirst()
                .map(target -> new TaskView.Target(ref(target), bundles.files(target.bundle())));
    }

    List<Target> all(String task) {
        return em.createQuery("select t from Target t where t.key.task = :task order by t.key.position", Target.class)
                .setParameter("task", task)
                .getResultList();
    }

    private BundleRef ref(Target target) {
        return bundles.find(target.bundle()).orElseThrow().ref();
    }
}
