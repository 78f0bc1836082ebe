package parley.server.negotiation;

import parley.message.ClientState;
import parley.message.Pause;
import parley.message.Resume;
import parley.protocol.CloseCode;

/** What a session is told of events that passed it by. All of it may be said twice without harm. */
final class Missed {

    private static final String GOES_ON = "the task goes on";

    private Missed() {}

    static Step step(ClientRecord client, TaskView task, boolean knewOfPause) {
        if (client.state() == ClientState.REVOKED) {
            return Step.close(client, CloseCode.REVOKED);
        }
        if (client.state() == ClientState.CANCELLED || client.state() == ClientState.TIMED_OUT) {
            return Step.stay(client, Endings.again(client));
        }
        if (task.paused()) {
            return knewOfPause || client.state().terminal()
                    ? Step.stay(client)
                    : Step.stay(client, new Pause(task.reason()));
        }
        if (!task.open()) {
            return Step.stay(client);
        }
        Step resumed = knewOfPause ? Step.stay(client, new Resume(GOES_ON)) : Step.stay(client);
        return switch (client.state()) {
            case JOINED -> client.attempt() > 0 && !knewOfPause ? Step.stay(client, lookAgain(client)) : resumed;
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
