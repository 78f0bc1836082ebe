package parley.server.task.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.message.ClientState;
import parley.server.storage.TextMapConverter;
import parley.server.task.decide.Policy;
import parley.server.task.decide.SwitchOver;
import parley.server.task.model.Task;
import parley.server.task.waves.Candidate;
import parley.server.task.waves.WaveCount;
import parley.server.task.waves.WaveProgress;
import parley.server.task.waves.WaveStanding;
import parley.server.tokens.Tokens;

/** Counts the clients of a task by wave, and finds those that wait for a place. Changes nothing. */
@ApplicationScoped
@Transactional
public class WaveQueries {

    /** Whoever is in one of these can take a place at once; who has put the update off cannot. */
    private static final Set<ClientState> READY =
            EnumSet.of(ClientState.JOINED, ClientState.OFFERED, ClientState.WAITING);

    private static final TextMapConverter LABELS = new TextMapConverter();

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    Tokens tokens;

    /** Whether anything is ever to be decided about the waves of a task with this policy. */
    public static boolean concern(Policy policy) {
        return policy.waves().isPresent() || policy.errorThreshold().isPresent();
    }

    public WaveProgress progress(Task task) {
        return new WaveProgress(task.policy(), standing(task));
    }

    private WaveStanding standing(Task task) {
        boolean inWaves = task.wave().isPresent();
        Map<Integer, WaveCount> waves = new HashMap<>();
        List<Object[]> rows = em.createQuery(
                        "select c.wave, c.state, c.excused, count(c) from Client c where c.task = :task"
                                + " group by c.wave, c.state, c.excused",
                        Object[].class)
                .setParameter("task", task.id())
                .getResultList();
        WaveCount outside = WaveCount.NONE;
        for (Object[] row : rows) {
            WaveCount count = WaveCount.of(
                    (ClientState) row[1], (Boolean) row[2], task.policy().severity(), (Long) row[3]);
            if (inWaves && row[0] == null) {
                outside = outside.plus(count);
            } else {
                waves.merge(inWaves ? (Integer) row[0] : 1, count, WaveCount::plus);
            }
        }
        boolean admits = !task.state().terminal() && tokens.admits(task.id(), task.expires(), clock.instant());
        return new WaveStanding(
                task.wave().orElse(1),
                task.waveMet(),
                waves,
                outside,
                admits,
                task.waveMet().flatMap(met -> lastFailure(task)));
    }

    private Optional<Instant> lastFailure(Task task) {
        return em.createQuery(
                        "select c.changed from Client c where c.task = :task and c.state in :badly"
                                + " and c.excused = false order by c.changed desc",
                        Instant.class)
                .setParameter("task", task.id())
                .setParameter("badly", SwitchOver.BADLY)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /**
     * Those that may get a place now.
     *
     * @param all whether there is one for everybody, also for those that are away
     */
    public List<Candidate> candidates(String task, boolean all) {
        String unplaced = "select c.id, c.name, c.labelText, c.joined from Client c where c.task = :task"
                + " and c.wave is null and c.ended = false and c.state <> :pending";
        TypedQuery<Object[]> query = all
                ? em.createQuery(unplaced, Object[].class)
                : em.createQuery(unplaced + " and c.connected = true and c.state in :ready", Object[].class)
                        .setParameter("ready", READY);
        return query.setParameter("task", task)
                .setParameter("pending", ClientState.PENDING)
                .getResultStream()
                .map(row -> new Candidate(
                        (String) row[0], (String) row[1], LABELS.convertToEntityAttribute((String) row[2]), (Instant)
                                row[3]))
                .toList();
    }
}
