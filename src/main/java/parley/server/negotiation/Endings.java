package parley.server.negotiation;

import java.util.Optional;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.Resume;
import parley.protocol.CloseCode;

/** The ends that the server or an operator puts to an attempt, and the new beginning after one. */
final class Endings {

    private Endings() {}

    static Step end(ClientRecord client, ClientState state, String reason) {
        if (client.state().terminal()) {
            return Step.stay(client);
        }
        return Step.move(
                client,
                client.in(state).because(Optional.of(Reason.CANCELLED), Optional.of(reason), Optional.empty()),
                new Cancel(reason));
    }

    /** What a client hears that was ended so. */
    static Cancel again(ClientRecord client) {
        return new Cancel(client.detail().orElse("the update has ended"));
    }

    static Step revoke(ClientRecord client, String reason) {
        if (client.state() == ClientState.REVOKED) {
            return Step.stay(client);
        }
        ClientRecord revoked = client.in(ClientState.REVOKED)
                .because(Optional.empty(), Optional.of(reason), Optional.empty())
                .withoutOffer();
        Step step = Step.move(client, revoked);
        return new Step(step.client(), step.transitions(), step.send(), step.report(), Optional.of(CloseCode.REVOKED));
    }

    static Step retry(ClientRecord client, String reason) {
        return switch (client.state()) {
            case FAILED, ROLLED_BACK, DECLINED, NOTHING_TO_DO, CANCELLED, TIMED_OUT ->
                Step.move(
                        client,
                        client.withoutOffer()
                                .attempt(client.attempt())
                                .in(ClientState.JOINED)
                                .because(Optional.empty(), Optional.of(reason), Optional.empty()),
                        new Resume(reason));
            default -> Step.stay(client);
        };
    }
}
