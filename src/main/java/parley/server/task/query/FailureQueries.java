package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.message.ClientState;
import parley.message.Reason;

/** Reads why clients of a task failed. Changes nothing. */
@ApplicationScoped
@Transactional
public class FailureQueries {

    private static final Set<ClientState> FAILED =
            Set.of(ClientState.FAILED, ClientState.ROLLED_BACK, ClientState.TIMED_OUT, ClientState.DECLINED);

    /** Clients that are read with one query. */
    private static final int PAGE = 1_000;

    /** Characters of an output that are read: they have its first line. */
    private static final int READ = 1_000;

    @PersistenceContext
    EntityManager em;

    /** The clients of a task that failed, rolled back, were timed out or declined; with one query for each thousand. */
    public FailureGroups of(String task) {
        FailureGroups groups = new FailureGroups();
        String after = "";
        List<Object[]> page;
        do {
            page = em.createQuery(
                            "select c.name, c.state, c.reason, c.detail, substring(c.output, 1, " + READ + ")"
                                    + " from Client c where c.task = :task and c.state in :failed"
                                    + " and c.name > :after order by c.name",
                            Object[].class)
                    .setParameter("task", task)
                    .setParameter("failed", FAILED)
                    .setParameter("after", after)
                    .setMaxResults(PAGE)
                    .getResultList();
            for (Object[] row : page) {
                after = (String) row[0];
                groups.add(
                        after,
                        (ClientState) row[1],
                        Optional.ofNullable((Reason) row[2]),
                        Optional.ofNullable((String) row[3]),
                        Optional.ofNullable((String) row[4]));
            }
        } while (page.size() == PAGE);
        return groups;
    }
}
