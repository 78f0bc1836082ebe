package parley.server.sessions.dialogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory for reading and answering messages. A message that needs more than a little waits until there is room: in
 * the order of arrival, all together within a bound, and those of one token within half of it, so that others have
 * room. A message alone always gets its turn. Waiting holds a thread, so it is bounded in number and time.
 * Thread-safe.
 */
public final class Workload {

    /** Smaller needs are not counted: for as many as there are threads there is always memory. */
    static final long LITTLE = 256L * 1024;

    /** The most turns that wait or run at a time, in all and with one token. */
    static final int MAX_TURNS = 96;

    static final int MAX_TURNS_OF_ONE = MAX_TURNS / 2;

    /** How long to wait for a turn. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final long most;
    private final List<Turn> waiting = new ArrayList<>();
    private final Map<Object, Integer> turns = new HashMap<>();
    private final Map<Object, Long> takenBy = new HashMap<>();
    private int allTurns;
    private long taken;

    /** @param most in bytes, for all together */
    public Workload(long most) {
        this.most = most;
    }

    /**
     * Waits for a turn.
     *
     * @param token the token of the client
     * @param bytes how much memory it may need
     * @return empty if too many wait already, it took too long, or the thread was interrupted; otherwise the turn must
     *     be ended
     */
    synchronized Optional<Turn> begin(Object token, long bytes) {
        Turn turn = new Turn(token, bytes);
        if (bytes <= LITTLE) {
            turn.state = State.FREE;
            return Optional.of(turn);
        }
        if (allTurns >= MAX_TURNS || turns.getOrDefault(token, 0) >= MAX_TURNS_OF_ONE) {
            return Optional.empty();
        }
        allTurns++;
        turns.merge(token, 1, Integer::sum);
        waiting.add(turn);
        admit();
        if (!await(turn)) {
            turn.end();
            return Optional.empty();
        }
        return Optional.of(turn);
    }

    synchronized long taken() {
        return taken;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    private boolean await(Turn turn) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (turn.state == State.WAITING) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    // A turn that lacks room in all blocks those after it; one that lacks room only because of its own token does not.
    private void admit() {
        Iterator<Turn> next = waiting.iterator();
        while (next.hasNext()) {
            Turn turn = next.next();
            long ofToken = takenBy.getOrDefault(turn.token, 0L);
            if (ofToken == 0 || ofToken + turn.bytes <= most / 2) {
                if (taken > 0 && taken + turn.bytes > most) {
                    return;
                }
                next.remove();
                turn.state = State.TAKEN;
                taken += turn.bytes;
                takenBy.merge(turn.token, turn.bytes, Long::sum);
                notifyAll();
            }
        }
    }

    private enum State {
        WAITING,
        TAKEN,
        /** Not counted, or released. */
        FREE
    }

    /** Memory that may be used until this is ended. */
    final class Turn {

        private final Object token;
        private final long bytes;
        private State state = State.WAITING;

        private Turn(Object token, long bytes) {
            this.token = token;
            this.bytes = bytes;
        }

        void end() {
            synchronized (Workload.this) {
                if (state == State.FREE) {
                    return;
                }
                waiting.remove(this);
                if (state == State.TAKEN) {
                    taken -= bytes;
                    takenBy.computeIfPresent(token, (t, all) -> all == bytes ? null : all - bytes);
                }
                state = State.FREE;
                allTurns--;
                turns.computeIfPresent(token, (t, n) -> n == 1 ? null : n - 1);
                admit();
            }
        }
    }
}
