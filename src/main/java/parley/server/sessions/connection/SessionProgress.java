package parley.server.sessions.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The phase of a connection, and since when; {@link SessionPhase#ENDED} is the last. Thread-safe. */
final class SessionProgress {

    private final Clock clock;
    private final AtomicReference<SessionPhase> phase = new AtomicReference<>(SessionPhase.EXPECTS_M1);
    private volatile Instant since;

    SessionProgress(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    SessionPhase now() {
        return phase.get();
    }

    boolean in(SessionPhase wanted) {
        return phase.get() == wanted;
    }

    boolean inHandshake() {
        return in(SessionPhase.EXPECTS_M1) || in(SessionPhase.EXPECTS_M3);
    }

    /** The next step of the handshake, whose time runs from the upgrade to its end. */
    void answerM1() {
        phase.compareAndSet(SessionPhase.EXPECTS_M1, SessionPhase.EXPECTS_M3);
    }

    /** False when the connection has ended, or begun to, meanwhile. */
    boolean enter(SessionPhase from, SessionPhase next) {
        since = clock.instant();
        return phase.compareAndSet(from, next);
    }

    /** Begins to end, unless it has ended. */
    void leave(SessionPhase how) {
        since = clock.instant();
        phase.updateAndGet(now -> now == SessionPhase.ENDED ? now : how);
    }

    void end() {
        phase.set(SessionPhase.ENDED);
    }

    /** Whether the phase has lasted longer than it may. */
    boolean tooLong(Instant now) {
        return since.plus(phase.get().patience()).isBefore(now);
    }
}
