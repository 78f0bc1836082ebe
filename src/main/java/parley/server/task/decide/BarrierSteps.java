package parley.server.task.decide;

import java.util.Optional;
import parley.message.ClientState;
import parley.message.Message;
import parley.message.Pause;
import parley.message.Wait;

/**
 * The steps at which the {@link Barrier} may block a client: before the download, before it applies, and before it is
 * confirmed. In a task that has ended no client may go on: its cancellation follows.
 */
final class BarrierSteps {

    private BarrierSteps() {}

    /** A client that has accepted begins the download, or waits. */
    static NegotiationStep accepted(ClientRecord client, TaskSnapshot task) {
        if (task.ended()) {
            return NegotiationStep.stay(client);
        }
        Optional<Wait> held = task.barrier().beforeAgreed();
        if (held.isEmpty()) {
            CurrentOffer agreed = client.offer().orElseThrow().agree();
            return NegotiationStep.move(client, client.with(agreed).in(ClientState.ACCEPTED), agreed.agreedMessage());
        }
        return client.state() == ClientState.WAITING
                ? NegotiationStep.stay(client, held.get())
                : NegotiationStep.move(client, client.in(ClientState.WAITING), held.get());
    }

    /** A client that has staged is told in this session to apply, or what it waits for. */
    static NegotiationStep staged(ClientRecord client, TaskSnapshot task, String session) {
        if (task.ended()) {
            return NegotiationStep.stay(client);
        }
        return beforeProceed(task)
                .map(held -> NegotiationStep.stay(client, held))
                .orElseGet(() -> NegotiationStep.stay(
                        client.toldToProceed(session),
                        client.offer().orElseThrow().proceedMessage()));
    }

    private static Optional<Message> beforeProceed(TaskSnapshot task) {
        return task.paused()
                ? Optional.of(new Pause(task.reason()))
                : task.barrier().beforeProceed().map(wait -> wait);
    }

    /**
     * A client that has applied is confirmed if it came over a new connection: any except the one in which it was
     * first told to apply.
     */
    static NegotiationStep confirming(ClientRecord client, TaskSnapshot task, String session) {
        boolean newConnection = client.proceeded().filter(session::equals).isEmpty();
        return newConnection && !task.ended()
                ? NegotiationStep.stay(client, client.offer().orElseThrow().confirmedMessage())
                : NegotiationStep.stay(client);
    }

    static NegotiationStep open(ClientRecord client, TaskSnapshot task, Optional<String> session) {
        Barrier barrier = task.barrier();
        if (task.open()
                && client.state() == ClientState.WAITING
                && barrier.beforeAgreed().isEmpty()) {
            return accepted(client, task);
        }
        boolean mayApply = task.open()
                && client.state() == ClientState.STAGED
                && client.proceeded().isEmpty()
                && barrier.beforeProceed().isEmpty();
        return mayApply && session.isPresent() ? staged(client, task, session.get()) : NegotiationStep.stay(client);
    }
}
