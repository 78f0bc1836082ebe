package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.Ack;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Report;
import parley.protocol.CloseCode;

class ConfirmedCommitTest {

    private static final String OLD_SESSION = Example.SESSION;
    private static final String NEW_SESSION = "5e56";

    private final Negotiation negotiation = Example.negotiation();
    private final Example.Memory memory = new Example.Memory();

    @Test
    void onlyAClientThatCanIsAskedForAConfirmedCommit() {
        assertThat(offered(ClientRecord.joined(true)).terms().confirm()).contains(Duration.ofMinutes(10));
        assertThat(offered(ClientRecord.joined(false)).terms().confirm()).isEmpty();
    }

    @Test
    void clientThatComesBackAsAProgramThatCannotGetsAnotherOffer() {
        ClientRecord offered = Example.client(ClientState.OFFERED);
        ClientRecord cannot = new ClientRecord(offered.status(), offered.latest(), offered.seq(), false, true);

        Offer another = offered(cannot);

        assertThat(another.offer()).isEqualTo("o2");
        assertThat(another.terms().confirm()).isEmpty();
    }

    @Test
    void reportOfAConfirmingClientIsConfirmedOverANewConnection() {
        assertThat(say(Example.client(ClientState.CHECKING), NEW_SESSION))
                .containsExactly(new Ack(1, 1), new Confirmed("o1", 1));
    }

    @Test
    void theConnectionInWhichItWasToldToApplyProvesNothing() {
        assertThat(say(Example.client(ClientState.CHECKING), OLD_SESSION)).containsExactly(new Ack(1, 1));
    }

    @Test
    void itIsConfirmedAgainAfterItComesBack() {
        ClientRecord confirming = Example.client(ClientState.CONFIRMING);

        assertThat(look(confirming, NEW_SESSION)).containsExactly(new Confirmed("o1", 1));
        assertThat(look(confirming, OLD_SESSION)).isEmpty();
    }

    @Test
    void proceedThatIsRepeatedInANewConnectionDoesNotMakeThatTheOldOne() {
        NegotiationStep again = negotiation.take(
                Example.client(ClientState.STAGED), Example.task(), memory, Example.OUTDATED, NEW_SESSION);

        assertThat(Example.words(again.send())).isEqualTo("proceed");
        assertThat(say(again.client().in(ClientState.CHECKING), NEW_SESSION)).contains(new Confirmed("o1", 1));
    }

    @ParameterizedTest
    @CsvSource({"APPLYING", "CHECKING", "CONFIRMING", "SUCCEEDED"})
    void nobodyAppliesBeforeBeingTold(ClientState reported) {
        ClientRecord staged = Example.client(ClientState.DOWNLOADING).in(ClientState.STAGED);

        NegotiationStep step = Example.take(staged, Example.task(), memory, Example.report(1, reported));

        assertThat(step.close()).contains(CloseCode.WRONG_STATE);
        assertThat(step.client()).isEqualTo(staged);
    }

    private Offer offered(ClientRecord client) {
        return (Offer) Example.take(client, Example.task(), memory, Example.OUTDATED)
                .send()
                .get(0);
    }

    private List<Message> look(ClientRecord client, String session) {
        return negotiation
                .take(client, Example.task(), memory, Example.OUTDATED, session)
                .send();
    }

    private List<Message> say(ClientRecord client, String session) {
        Report confirming = Example.report(1, ClientState.CONFIRMING);
        return negotiation
                .take(client, Example.task(), memory, confirming, session)
                .send();
    }
}
