package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.WaitFor;

/**
 * What blocks a client of an open task at one instant. Does not cover a pause, which blocks all of them.
 *
 * @param released when the clients that apply together with it were released; empty: not yet
 * @param placed since when it has a place in a wave that is open; empty: it has none
 */
public record Barrier(Policy policy, Optional<Instant> released, Optional<Instant> placed, Instant now) {

    /** What stands before all clients of a task alike: its waves do not. */
    public static Barrier ofAll(Policy policy, Optional<Instant> released, Instant now) {
        return new Barrier(policy, released, Optional.of(Instant.EPOCH), now);
    }

    /** What blocks a client that has accepted, before it downloads; empty if nothing does. */
    public Optional<Wait> beforeAgreed() {
        return policy.waves().isPresent() && placed.isEmpty() ? Optional.of(Wait.of(WaitFor.WAVE)) : beforeWindow();
    }

    private Optional<Wait> beforeWindow() {
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
        return Stream.of(opened, released.stream(), placed.stream())
                .flatMap(stream -> stream)
                .max(Instant::compareTo);
    }
}
