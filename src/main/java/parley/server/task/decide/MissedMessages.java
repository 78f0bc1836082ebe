package parley.server.task.decide;

import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Resume;
import parley.protocol.CloseCode;

/** The messages for events that a session has missed. All of them may be sent twice without harm. */
final class MissedMessages {

    private static final String GOES_ON = "the task goes on";

    private MissedMessages() {}

    static NegotiationStep step(ClientRecord client, TaskSnapshot task, boolean knewOfPause) {
        if (client.state() == ClientState.REVOKED) {
            return NegotiationStep.close(client, CloseCode.REVOKED);
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
                client.attempt() > 0 && !knewOfPause ? NegotiationStep.stay(client, lookAgain(client)) : resumed;
            case ACCEPTED -> resumed.sending(client.offer().orElseThrow().agreedMessage());
            case STAGED ->
                client.proceeded().isPresent()
                        ? resumed.sending(client.offer().orElseThrow().proceedMessage())
                        : resumed;
            default -> resumed;
        };
    }

    private static Resume lookAgain(ClientRecord client) {
        return new Resume(client.detail().orElse(GOES_ON));
    }
}
