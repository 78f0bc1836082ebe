package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import parley.message.ClientState;
import parley.message.TaskState;

/** Counts the tasks of the whole server by state, and the clients of those that run. Changes nothing. */
@ApplicationScoped
@Transactional
public class StateCounts {

    private static final List<TaskState> RUNNING = List.of(TaskState.OPEN, TaskState.PAUSED);

    /** States that nothing is in are left out. */
    public record Counts(Map<TaskState, Long> tasks, Map<ClientState, Long> clients) {}

    @PersistenceContext
    EntityManager em;

    /** Two queries; the second one goes over the clients of all running tasks. */
    public Counts now() {
        Map<TaskState, Long> tasks = new EnumMap<>(TaskState.class);
        em.createQuery("select t.state, count(t) from Task t group by t.state", Object[].class)
                .getResultStream()
                .forEach(row -> tasks.put((TaskState) row[0], (Long) row[1]));
        Map<ClientState, Long> clients = new EnumMap<>(ClientState.class);
        em.createQuery(
                        "select c.state, count(c) from Client c where c.task in"
                                + " (select t.id from Task t where t.state in :running) group by c.state",
                        Object[].class)
                .setParameter("running", RUNNING)
                .getResultStream()
                .forEach(row -> clients.put((ClientState) row[0], (Long) row[1]));
        return new Counts(tasks, clients);
    }
}
