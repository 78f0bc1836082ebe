package parley.client.internal.negotiation;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.client.internal.store.OfferMemory;
import parley.client.internal.store.StateFolder;
import parley.client.internal.store.TaskMemory;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Report;

/** The client's progress with one task's update. Used in the client's mailbox. */
final class OfferProgress {

    /** The phases of docs/states.md. */
    enum Phase {
        /** No offer is under way. */
        IDLE,
        /** The handler is being asked about an offer. */
        DECIDING,
        /** The offer is answered and not declined; the client waits for the server's reaction. */
        ANSWERED,
        /** The agreed update is being downloaded, staged, applied or confirmed. */
        EXECUTING,
        /** The final report is stored; the client waits for its acknowledgement. */
        DONE
    }

    private @Nullable TaskMemory memory;
    private Phase phase = Phase.IDLE;
    private @Nullable Offer offer;

    Phase phase() {
        return phase;
    }

    boolean is(Phase asked) {
        return phase == asked;
    }

    void enter(Phase next) {
        phase = Objects.requireNonNull(next);
    }

    /** The offer that is being decided, carried out, or ending. */
    Optional<Offer> current() {
        return Optional.ofNullable(offer);
    }

    /** The same in a phase in which there is one. */
    Offer offer() {
        return current().orElseThrow();
    }

    private TaskMemory memory() {
        if (memory == null) {
            throw new IllegalStateException("no task is known");
        }
        return memory;
    }

    void decideOn(Offer made) {
        phase = Phase.DECIDING;
        offer = made;
    }

    /** The durable steps of the offer that was answered. */
    OfferMemory steps() {
        return memory().offer();
    }

    boolean isOf(String taskId) {
        return memory != null && memory.name().equals(StateFolder.nameOf(taskId));
    }

    /** Sets the stored state of a task. */
    void remember(TaskMemory task) {
        memory = task;
        offer = task.offer().offer().orElse(null);
        Optional<Report> end = task.reports().last().filter(r -> r.state().terminal());
        if (end.isPresent() && !task.reports().isAcknowledged(end.get())) {
            phase = Phase.DONE;
        } else if (end.isPresent() && steps().is(end.get().offer())) {
            forget();
        } else if (steps().agreed().isPresent()) {
            phase = Phase.EXECUTING;
        } else {
            phase = offer == null ? Phase.IDLE : Phase.ANSWERED;
        }
    }

    void forget() {
        steps().forget();
        offer = null;
        phase = Phase.IDLE;
    }

    /** Whether the last report of the current offer has this or a later state: reports never go back. */
    boolean reported(ClientState state) {
        return memory().reports()
                .last()
                .filter(r -> r.offer().equals(offer().offer()) && r.state().compareTo(state) >= 0)
                .isPresent();
    }
}
