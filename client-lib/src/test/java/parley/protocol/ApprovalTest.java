package parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApprovalTest {
    private final Peers.Meeting meeting = meet();

    private static Peers.Meeting meet() {
        try {
            return new Peers(Suite.X25519_MLKEM768).meet();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothEndsDeriveTheSameSixDigits() {
        byte[] r_s = meeting.server().reveal();

        assertThat(meeting.client().checkReveal(r_s)).isTrue();
        assertThat(meeting.client().approvalCode(r_s))
                .isEqualTo(meeting.server().approvalCode(r_s))
                .matches("[0-9]{3} [0-9]{3}");
        assertThat(meeting.client().approvalCode(r_s))
                .isEqualTo(meeting.server().approvalCode(r_s));
    }

    @Test
    void aWrongRevealShowsNoCode() {
        byte[] wrong = meeting.server().reveal();
        wrong[31] ^= 1;

        assertThat(meeting.client().checkReveal(wrong)).isFalse();
        assertThat(meeting.client().checkReveal(new byte[0])).isFalse();
        assertThatThrownBy(() -> meeting.client().approvalCode(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> meeting.server().approvalCode(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheServerReveals() {
        assertThatThrownBy(() -> meeting.client().reveal()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClientThatForgotTheApprovalHasNoCode() {
        meeting.client().forgetApproval();

        assertThatThrownBy(() -> meeting.client().approvalCode(meeting.server().reveal()))
                .isInstanceOf(IllegalStateException.class);
    }
}
