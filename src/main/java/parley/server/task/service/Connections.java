package parley.server.task.service;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.server.task.model.SeenState;
import parley.server.task.query.UndoQueries;

/**
 *  Stores which clients are connected, and when each was last active. It is only a flag with a time: no state depends
 *  on it.
 */
@ApplicationScoped
@Transactional
public class Connections {

    /** A client that no node has reported as connected in this time is not connected: its node has died. */
    static final Duration STALE = Duration.ofSeconds(90);

    /** The most rows of one statement; their clients cannot report until the transaction ends. */
    public static final int AT_ONCE = 100;

    private static final String CONNECTED =
            "select c.id, c.task, c.name, c.session, c.lastSeen from Client c where c.connected = true";

    @PersistenceContext
    EntityManager em;

    @Inject
    Clock clock;

    @Inject
    ClientEvents events;

    @Inject
    UndoQueries undos;

    /**
     * The session of this client has ended; without effect if it has a newer one.
     *
     * @param client the row id
     */
    public void closed(String task, String client, String name, String session) {
        int ended = em.createQuery("update Client c set c.connected = false, c.lastSeen = :now"
                        + " where c.id = :id and c.session = :session")
                .setParameter("now", clock.instant())
                .setParameter("id", client)
                .setParameter("session", session)
                .executeUpdate();
        if (ended > 0) {
            events.connection(task, client, name, false);
        }
    }

    /**
     * A client and its session.
     *
     * @param client the row id
     */
    public record Connected(String client, String session) {}

    /** These were active recently; at most {@link #AT_ONCE}. */
    public void alive(Collection<Connected> clients) {
        touch(clients, "c.lastSeen = :now");
    }

    /** These are downloading files, without reports; at most {@link #AT_ONCE}. */
    public void working(Collection<Connected> clients) {
        touch(clients, "c.lastSeen = :now, c.changed = :now");
    }

    /** By row id, which has an index. Session ids are unique, so none gets the time of another. */
    private void touch(Collection<Connected> clients, String what) {
        em.createQuery("update Client c set " + what
                        + " where c.id in :clients and c.session in :sessions and c.connected = true")
                .setParameter("now", clock.instant())
                .setParameter("clients", clients.stream().map(Connected::client).toList())
                .setParameter(
                        "sessions", clients.stream().map(Connected::session).toList())
                .executeUpdate();
    }

    /** A node has started: it has no sessions, whatever it stored before a kill. */
    public void none(String node) {
        clear(em.createQuery(CONNECTED + " and c.node = :node", Object[].class)
                .setParameter("node", node)
                .getResultStream());
    }

    /** Clears flags that no node has confirmed for a while. */
    public void clearStale() {
        clear(em.createQuery(CONNECTED + " and c.lastSeen < :latest", Object[].class)
                .setParameter("latest", clock.instant().minus(STALE))
                .getResultStream());
    }

    /** Except clients that were active meanwhile. */
    private void clear(Stream<Object[]> connected) {
        for (Object[] client : connected.toList()) {
            int cleared = em.createQuery("update Client c set c.connected = false where c.id = :id"
                            + " and c.connected = true and c.session = :session and c.lastSeen = :lastSeen")
                    .setParameter("id", client[0])
                    .setParameter("session", client[3])
                    .setParameter("lastSeen", client[4])
                    .executeUpdate();
            if (cleared > 0) {
                events.connection((String) client[1], (String) client[0], (String) client[2], false);
            }
        }
    }

    /**
     * A client's state and its session.
     *
     * @param undone whether its task has been undone, so that the client may go back to what it had before
     */
    public record OpenSession(String client, String session, SeenState seen, boolean undone) {}

    /**
     * Whether the task of this client was undone by one that takes it back to what it had before.
     *
     * @param client the row id
     */
    public boolean goesBack(String client) {
        return undos.goesBack(client);
    }

    /** The state of these clients, by row id, as all nodes have stored it. */
    public List<OpenSession> openSessions(Collection<String> clients) {
        List<String> all = List.copyOf(clients);
        List<OpenSession> found = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            em.createQuery(
                            "select c.id, c.session, c.state, c.attempt, c.proceededIn, t.state, t.undoneBy"
                                    + " from Client c, Task t"
                                    + " where t.id = c.task and c.id in :ids",
                            Object[].class)
                    .setParameter("ids", all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                    .getResultStream()
                    .map(row -> new OpenSession(
                            (String) row[0],
                            (String) row[1],
                            new SeenState((ClientState) row[2], (Long) row[3], row[4] != null, (TaskState) row[5]),
                            row[6] != null))
                    .forEach(found::add);
        }
        return found;
    }
}
