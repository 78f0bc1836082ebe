package parley.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Which phase a connection is in, and since when; behind {@link Phase#ENDED} there is none. Thread-safe. */
final class Course {

    private final Clock clock;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.EXPECTS_M1);
    private volatile Instant since;

    Course(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    Phase now() {
        return phase.get();
    }

    boolean in(Phase wanted) {
        return phase.get() == wanted;
    }

    boolean inHandshake() {
        return in(Phase.EXPECTS_M1) || in(Phase.EXPECTS_M3);
    }

    /** The next step of the handshake, whose time runs from the upgrade to its end. */
    void answerM1() {
        phase.compareAndSet(Phase.EXPECTS_M1, Phase.EXPECTS_M3);
    }

    /** False when the connection has ended, or begun to, meanwhile. */
    boolean enter(Phase from, Phase next) {
        since = clock.instant();
        return phase.compareAndSet(from, next);
    }

    /** Begins to end, unless it has ended. */
    void leave(Phase how) {
        since = clock.instant();
        phase.updateAndGet(now -> now == Phase.ENDED ? now : how);
    }

    void end() {
        phase.set(Phase.ENDED);
    }

    /** Whether the phase has lasted longer than it may. */
    boolean tooLong(Instant now) {
        return since.plus(phase.get().patience()).isBefore(now);
    }
}
