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

    static Step open(ClientRecord client, TaskView task, Optional<String> session) {
        boolean heldBeforeApplying = client.state() == ClientState.STAGED
                && client.proceeded().isEmpty()
                && session.isPresent()
                && beforeProceed(task).isEmpty();
        return heldBeforeApplying && task.open() ? staged(client, task, session.get()) : Step.stay(client);
    }
}
