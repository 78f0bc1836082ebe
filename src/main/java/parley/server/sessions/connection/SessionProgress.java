package parley.server.sessions.connection;

import java.time.Clock;
import java.time.Instant;

/** The phase of a connection, and since when; {@link SessionPhase#ENDED} is the last. Thread-safe. */
final class SessionProgress {

    private final Clock clock;
    private volatile SessionPhase phase = SessionPhase.EXPECTS_M1;
    private volatile Instant since;

    SessionProgress(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    SessionPhase now() {
        return phase;
    }

    boolean in(SessionPhase wanted) {
        return phase == wanted;
    }

    boolean inHandshake() {
        return in(SessionPhase.EXPECTS_M1) || in(SessionPhase.EXPECTS_M3);
    }

    /** The next step of the handshake, whose time runs from the upgrade to its end. */
    synchronized void answerM1() {
        move(SessionPhase.EXPECTS_M1, SessionPhase.EXPECTS_M3);
    }

    /** False when the connection has ended, or begun to, meanwhile. */
    synchronized boolean enter(SessionPhase from, SessionPhase next) {
        since = clock.instant();
        return move(from, next);
    }

    private boolean move(SessionPhase from, SessionPhase next) {
        boolean here = phase == from;
        if (here) {
            phase = next;
        }
        return here;
    }

    /** Begins to end, unless it has ended. */
    synchronized void leave(SessionPhase how) {
        since = clock.instant();
        if (phase != SessionPhase.ENDED) {
            phase = how;
        }
    }

    synchronized void end() {
        phase = SessionPhase.ENDED;
    }

    /** Whether the phase has lasted longer than it may. */
    boolean tooLong(Instant now) {
        return since.plus(phase.patience()).isBefore(now);
    }
}
