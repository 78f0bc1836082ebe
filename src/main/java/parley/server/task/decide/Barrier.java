package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.WaitFor;

/**
 * What blocks the clients of an open task at one instant. Does not cover a pause, which blocks all of them.
 *
 * @param released when the clients that apply together were released; empty: not yet
 */
public record Barrier(Policy policy, Optional<Instant> released, Instant now) {

    /** What blocks a client that has accepted, before it downloads; empty if nothing does. */
    public Optional<Wait> beforeAgreed() {
        return policy.window()
                .filter(window -> !window.open(now))
                .map(window -> new Wait(
                        WaitFor.WINDOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(window.at(now).from())));
    }

    /** What blocks a client that has staged, before it applies; empty if nothing does. */
    public Optional<Wait> beforeProceed() {
        boolean others = policy.apply() == ApplyMode.TOGETHER && released.isEmpty();
        return beforeAgreed().or(() -> others ? Optional.of(Wait.of(WaitFor.OTHERS)) : Optional.empty());
    }

    /**
     * What blocks a client in this state; empty if nothing does.
     *
     * @param proceeds whether it was told to apply: then only a closed window can block it
     */
    public Optional<Wait> before(ClientState state, boolean proceeds) {
        return switch (state) {
            case PENDING -> Optional.of(Wait.of(WaitFor.APPROVAL));
            case WAITING -> beforeAgreed();
            case STAGED -> proceeds ? beforeAgreed() : beforeProceed();
            default -> Optional.empty();
        };
    }

    /** When clients were last unblocked; empty if nothing ever blocked them. */
    public Optional<Instant> openSince() {
        Stream<Instant> opened = policy.window().stream()
                .filter(window -> window.open(now))
                .map(window -> window.at(now).from());
        return Stream.concat(opened, released.stream()).max(Instant::compareTo);
    }
}
