package parley.server.negotiation;

import java.util.Optional;
import parley.message.ClientState;
import parley.message.Message;
import parley.message.Pause;

/** What holds clients on their way, and lets them go on. */
final class Gates {

    private Gates() {}

    /** What a client that has staged hears instead of {@code proceed}; empty when it may apply. */
    static Optional<Message> beforeProceed(TaskView task) {
        if (task.paused()) {
            return Optional.of(new Pause(task.reason()));
        }
        return Optional.empty();
    }

    /** A client that has staged hears in this session that it may apply, or what it waits for. */
    static Step staged(ClientRecord client, TaskView task, String session) {
        return beforeProceed(task)
                .map(held -> Step.stay(client, held))
                .orElseGet(() -> Step.stay(
                        client.toldToProceed(session),
                        client.offer().orElseThrow().proceedMessage()));
    }

    /**
     * A client that has applied is confirmed, for it has reached the server over a connection that it made since: every
     * one but that in which it was first told to apply.
     */
    static Step confirming(ClientRecord client, String session) {
        boolean newConnection = client.proceeded().filter(session::equals).isEmpty();
        return newConnection ? Step.stay(client, client.offer().orElseThrow().confirmedMessage()) : Step.stay(client);
    }

    static Step open(ClientRecord client, TaskView task, Optional<String> session) {
        boolean heldBeforeApplying = client.state() == ClientState.STAGED
                && client.proceeded().isEmpty()
                && session.isPresent()
                && beforeProceed(task).isEmpty();
        return heldBeforeApplying && task.open() ? staged(client, task, session.get()) : Step.stay(client);
    }
}
