package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import parley.message.ApplyMode;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.WaitFor;

/**
 * What stands before the clients of an open task at one instant. It says nothing of a pause, which holds all of them.
 *
 * @param released when all were let go that apply together; empty: they were not yet
 */
public record Barrier(Policy policy, Optional<Instant> released, Instant now) {

    /** What a client waits for that has accepted, before it downloads; empty when it need not. */
    public Optional<Wait> beforeAgreed() {
        return policy.window()
                .filter(window -> !window.open(now))
                .map(window -> new Wait(
                        WaitFor.WINDOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(window.at(now).from())));
    }

    /** What a client waits for that has staged, before it applies; empty when it need not. */
    public Optional<Wait> beforeProceed() {
        boolean others = policy.apply() == ApplyMode.TOGETHER && released.isEmpty();
        return beforeAgreed().or(() -> others ? Optional.of(Wait.of(WaitFor.OTHERS)) : Optional.empty());
    }

    /**
     * What a client in this state waits for; empty when it is its own turn.
     *
     * @param proceeds whether it was told to apply: then only the window may have closed before it did
     */
    public Optional<Wait> before(ClientState state, boolean proceeds) {
        return switch (state) {
            case PENDING -> Optional.of(Wait.of(WaitFor.APPROVAL));
            case WAITING -> beforeAgreed();
            case STAGED -> proceeds ? beforeAgreed() : beforeProceed();
            default -> Optional.empty();
        };
    }

    /** When something last went out of the way of clients; empty where nothing ever stood there. */
    public Optional<Instant> openSince() {
        Stream<Instant> opened = policy.window().stream()
                .filter(window -> window.open(now))
                .map(window -> window.at(now).from());
        return Stream.concat(opened, released.stream()).max(Instant::compareTo);
    }
}
