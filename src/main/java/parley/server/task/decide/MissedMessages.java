package parley.server.task.decide;

import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Resume;

/** The messages for events that a session has missed. All of them may be sent twice without harm. */
final class MissedMessages {

    private static final String GOES_ON = "the task goes on";

    private MissedMessages() {}

    static NegotiationStep step(ClientRecord client, TaskSnapshot task, boolean knewOfPause) {
        if (client.state() == ClientState.REVOKED) {
            return NegotiationStep.close(client, AttemptControl.shutOut(client));
        }
        if (client.state() == ClientState.CANCELLED || client.state() == ClientState.TIMED_OUT) {
            return NegotiationStep.stay(client, AttemptControl.again(client));
        }
        if (task.paused()) {
            return knewOfPause || client.state().terminal()
                    ? NegotiationStep.stay(client)
                    : NegotiationStep.stay(client, new Pause(task.reason()));
        }
        if (!task.open()) {
            return NegotiationStep.stay(client);
        }
        NegotiationStep resumed =
                knewOfPause ? NegotiationStep.stay(client, new Resume(GOES_ON)) : NegotiationStep.stay(client);
        return switch (client.state()) {
            case JOINED ->
                stoodElsewhere(client) && !knewOfPause ? NegotiationStep.stay(client, lookAgain(client)) : resumed;
            case ACCEPTED -> resumed.sending(client.offer().orElseThrow().agreedMessage());
            case STAGED ->
                client.proceeded().isPresent()
                        ? resumed.sending(client.offer().orElseThrow().proceedMessage())
                        : resumed;
            default -> resumed;
        };
    }

    /** Whether it has this state by an operator's word, on another attempt or an approval, and has not just come. */
    private static boolean stoodElsewhere(ClientRecord client) {
        return client.attempt() > 0 || client.detail().isPresent();
    }

    private static Resume lookAgain(ClientRecord client) {
        return new Resume(client.detail().orElse(GOES_ON));
    }
}
