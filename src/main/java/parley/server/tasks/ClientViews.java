package parley.server.tasks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import parley.server.problems.Problem;

/** Reads clients and their histories. Changes nothing. */
@ApplicationScoped
@Transactional
public class ClientViews {

    @PersistenceContext
    EntityManager em;

    /** By name; {@code after} is the last name that was seen. */
    public List<Client> list(String task, Optional<String> after, int limit) {
        return em.createQuery(
                        "select c from Client c where c.task = :task and c.name > :after order by c.name", Client.class)
                .setParameter("task", task)
                .setParameter("after", after.orElse(""))
                .setMaxResults(limit)
                .getResultList();
    }

    /** @throws Problem {@code not_found} */
    public Client get(String task, String name) {
        return em.createQuery("select c from Client c where c.task = :task and c.name = :name", Client.class)
                .setParameter("task", task)
                .setParameter("name", name)
                .getResultStream()
                .findFirst()
                .orElseThrow(() -> new Problem(
                        404,
                        "not_found",
                        "There is no such client",
                        "No client of this task has that name.",
                        "GET /api/v1/tasks/" + task + "/clients lists the clients."));
    }

    /** The steps of a client, the first one first. */
    public List<StoredTransition> history(Client client) {
        return em.createQuery(
                        "select t from StoredTransition t where t.key.client = :client order by t.key.number",
                        StoredTransition.class)
                .setParameter("client", client.id())
                .getResultList();
    }

    /** The row ids of clients of a task that have not ended. */
    public List<String> running(String task) {
        return em.createQuery("select c.id from Client c where c.task = :task and c.ended = false", String.class)
                .setParameter("task", task)
                .getResultList();
    }

    /** The clients of a task that have not ended. */
    public List<Client> runningClients(String task) {
        return em.createQuery("select c from Client c where c.task = :task and c.ended = false", Client.class)
                .setParameter("task", task)
                .getResultList();
    }

    /** Tasks that have ended while clients of theirs have not: to be tidied up, also after a crash. */
    public List<String> endedTasksWithRunningClients() {
        return em.createQuery(
                        "select distinct t.id from Task t, Client c where c.task = t.id and c.ended = false"
                                + " and t.ended = true",
                        String.class)
                .getResultList();
    }
}
