package parley.client.internal.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The error of a missing confirmation says which of its steps is missing. */
class ConfirmationProgressTest {

    private final ConfirmationProgress progress = new ConfirmationProgress();

    private String why() {
        return progress.whyNotConfirmed(Optional.of("ws://a: connection refused"));
    }

    @Test
    void noConnection() {
        assertThat(why())
                .isEqualTo("no session with the server came about in time over the new configuration: "
                        + "ws://a: connection refused");
        assertThat(progress.whyNotConfirmed(Optional.empty()))
                .endsWith(": no connection was ready before the time was over");
    }

    @Test
    void thisMachineWasBusy() {
        progress.connected();

        assertThat(why())
                .isEqualTo(
                        "the server was reached, but this machine was still finding out what it has when the time was"
                                + " over");
    }

    @Test
    void noAnswer() {
        progress.connected();
        progress.asked();

        assertThat(why()).isEqualTo("the server was reached, but did not answer in time");
    }

    @Test
    void noConfirmation() {
        progress.connected();
        progress.asked();
        progress.acknowledged();

        assertThat(why())
                .isEqualTo("the server was reached and knows of the applied update, but did not confirm it in time");
    }

    @Test
    void aConnectionThatWasThereAndBroke() {
        progress.connected();
        progress.asked();
        progress.disconnected();

        assertThat(why())
                .isEqualTo("the server was reached, but did not answer in time; the connection was lost then: "
                        + "ws://a: connection refused");
    }
}
