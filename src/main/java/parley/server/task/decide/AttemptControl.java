package parley.server.task.decide;

import java.util.Optional;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.Resume;
import parley.protocol.CloseCode;

/** Ends an attempt by the server or an operator, and begins a new one. */
final class AttemptControl {

    private AttemptControl() {}

    static NegotiationStep end(ClientRecord client, ClientState state, String reason) {
        if (client.state().terminal()) {
            return NegotiationStep.stay(client);
        }
        return NegotiationStep.move(
                client, client.in(state).because(Explanation.of(Reason.CANCELLED, reason)), new Cancel(reason));
    }

    /** The message for a client that was ended in this way. */
    static Cancel again(ClientRecord client) {
        return new Cancel(client.detail().orElse("the update has ended"));
    }

    static NegotiationStep revoke(ClientRecord client, String reason) {
        if (client.state() == ClientState.REVOKED) {
            return NegotiationStep.stay(client);
        }
        ClientRecord revoked =
                client.in(ClientState.REVOKED).because(Explanation.of(reason)).withoutOffer();
        NegotiationStep step = NegotiationStep.move(client, revoked);
        return new NegotiationStep(
                step.client(), step.transitions(), step.send(), step.report(), Optional.of(shutOut(revoked)));
    }

    /** What the session of a client ends with that was revoked, or was never approved. */
    static CloseCode shutOut(ClientRecord revoked) {
        return revoked.approved() ? CloseCode.REVOKED : CloseCode.DENIED;
    }

    static NegotiationStep approve(ClientRecord client, String reason) {
        return client.state() == ClientState.PENDING
                ? NegotiationStep.move(
                        client,
                        client.approve().in(ClientState.JOINED).because(Explanation.of(reason)),
                        new Resume(reason))
                : NegotiationStep.stay(client);
    }

    static NegotiationStep retry(ClientRecord client, String reason) {
        return switch (client.state()) {
            case FAILED, ROLLED_BACK, DECLINED, NOTHING_TO_DO, CANCELLED, TIMED_OUT ->
                NegotiationStep.move(
                        client,
                        client.withoutOffer()
                                .attempt(client.attempt())
                                .in(client.atTheBeginning())
                                .because(Explanation.of(reason)),
                        new Resume(reason));
            default -> NegotiationStep.stay(client);
        };
    }
}
