package parley.server.negotiation;

import java.util.Optional;
import parley.message.ClientState;
import parley.message.Message;
import parley.message.Pause;
import parley.message.Wait;

/**
 * What clients hear on their way at the points where something may hold them. In a task that has ended nobody hears that
 * it may go on: its cancellation is on the way.
 */
final class Gates {

    private Gates() {}

    /** A client that has accepted begins, or waits. */
    static Step accepted(ClientRecord client, TaskView task) {
        if (task.ended()) {
            return Step.stay(client);
        }
        Optional<Wait> held = task.barrier().beforeAgreed();
        if (held.isEmpty()) {
            CurrentOffer agreed = client.offer().orElseThrow().agree();
            return Step.move(client, client.with(agreed).in(ClientState.ACCEPTED), agreed.agreedMessage());
        }
        return client.state() == ClientState.WAITING
                ? Step.stay(client, held.get())
                : Step.move(client, client.in(ClientState.WAITING), held.get());
    }

    /** A client that has staged hears in this session that it may apply, or what it waits for. */
    static Step staged(ClientRecord client, TaskView task, String session) {
        if (task.ended()) {
            return Step.stay(client);
        }
        return beforeProceed(task)
                .map(held -> Step.stay(client, held))
                .orElseGet(() -> Step.stay(
                        client.toldToProceed(session),
                        client.offer().orElseThrow().proceedMessage()));
    }

    private static Optional<Message> beforeProceed(TaskView task) {
        return task.paused()
                ? Optional.of(new Pause(task.reason()))
                : task.barrier().beforeProceed().map(wait -> wait);
    }

    /**
     * A client that has applied is confirmed, for it has reached the server over a connection that it made since: every
     * one but that in which it was first told to apply.
     */
    static Step confirming(ClientRecord client, TaskView task, String session) {
        boolean newConnection = client.proceeded().filter(session::equals).isEmpty();
        return newConnection && !task.ended()
                ? Step.stay(client, client.offer().orElseThrow().confirmedMessage())
                : Step.stay(client);
    }

    static Step open(ClientRecord client, TaskView task, Optional<String> session) {
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
        return mayApply && session.isPresent() ? staged(client, task, session.get()) : Step.stay(client);
    }
}
