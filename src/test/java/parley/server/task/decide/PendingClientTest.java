package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.CloseCode;

class PendingClientTest {

    private final ClientRecord pending = ClientRecord.pending(true);

    @Test
    void aClientThatIsApprovedLooksAgainAndIsOfferedTheUpdate() {
        NegotiationStep approved = Example.negotiation().approve(pending, "approved by an operator");

        assertThat(approved.send()).containsExactly(new Resume("approved by an operator"));
        assertThat(take(approved.client()).send()).hasSize(1).first().isInstanceOf(Offer.class);
    }

    @Test
    void aSessionThatMissedTheApprovalIsToldOfIt() {
        ClientRecord approved = Example.negotiation()
                .approve(pending, "approved by an operator")
                .client();

        assertThat(Example.negotiation().missed(approved, Example.task(), false).send())
                .containsExactly(new Resume("approved by an operator"));
        assertThat(Example.negotiation()
                        .missed(ClientRecord.joined(true), Example.task(), false)
                        .send())
                .isEmpty();
    }

    @Test
    void whoeverWasTimedOutBeforeTheApprovalIsOfferedNothing() {
        ClientRecord timedOut =
                Example.negotiation().timeOut(pending, "too late").client();

        assertThat(take(timedOut).send()).containsExactly(new Cancel("too late"));
    }

    @Test
    void aClientThatIsTriedAgainWithoutAnApprovalWaitsForIt() {
        ClientRecord timedOut =
                Example.negotiation().timeOut(pending, "too late").client();

        ClientRecord again = Example.negotiation().retry(timedOut, "once more").client();

        assertThat(again.state()).isEqualTo(ClientState.PENDING);
        assertThat(take(again).send()).containsExactly(Wait.of(WaitFor.APPROVAL));
    }

    @Test
    void aClientThatIsShutOutBeforeTheApprovalHearsThatItWasDenied() {
        NegotiationStep denied = Example.negotiation().revoke(pending, "denied by an operator");

        assertThat(denied.close()).contains(CloseCode.DENIED);
        assertThat(take(denied.client()).close()).contains(CloseCode.DENIED);
        assertThat(Example.negotiation()
                        .revoke(ClientRecord.joined(true), "out")
                        .close())
                .contains(CloseCode.REVOKED);
    }

    private static NegotiationStep take(ClientRecord client) {
        return Example.take(client, Example.task(), new Example.Memory(), Example.OUTDATED);
    }
}
