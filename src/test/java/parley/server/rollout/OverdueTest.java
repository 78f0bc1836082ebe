package parley.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.server.negotiation.Policy;

class OverdueTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(5));

    @Test
    void clientThatWasSilentForAnHourIsOverdue() {
        assertThat(why(ClientState.APPLYING, Duration.ofMinutes(60), LATER))
                .contains("nothing was heard for PT1H in the state applying");
        assertThat(why(ClientState.APPLYING, Duration.ofMinutes(59), LATER)).isEmpty();
    }

    @Test
    void clientThatWaitsForOthersIsNot() {
        assertThat(why(ClientState.WAITING, Duration.ofHours(3), LATER)).isEmpty();
        assertThat(why(ClientState.PENDING, Duration.ofHours(3), LATER)).isEmpty();
    }

    @Test
    void deferredClientHasTimeFromWhenItSaidItComesBack() {
        assertThat(overdue(LATER, false, Optional.empty())
                        .why(
                                ClientState.DEFERRED,
                                NOW.minus(Duration.ofHours(3)),
                                Optional.of(NOW.minus(Duration.ofMinutes(30)))))
                .isEmpty();
    }

    @Test
    void clientThatWaitsForItsConfirmationHasTimeToRollBackAndSaySo() {
        Policy p = Policy.DEFAULT;
        Policy shortPatience = new Policy(
                p.expiresIn(),
                p.maxClients(),
                p.expectedClients(),
                p.apply(),
                p.severity(),
                p.maxDefer(),
                p.deadline(),
                Duration.ofMinutes(2),
                p.keepLocal(),
                p.allowDowngrade(),
                Duration.ofMinutes(10),
                p.retry());
        Overdue overdue = new Overdue(shortPatience, Optional.of(LATER), false, Optional.empty(), NOW);

        assertThat(overdue.why(ClientState.CONFIRMING, NOW.minusSeconds(659), Optional.empty()))
                .isEmpty();
        assertThat(overdue.why(ClientState.CONFIRMING, NOW.minusSeconds(660), Optional.empty()))
                .contains("nothing was heard for PT11M in the state confirming");
        assertThat(overdue.why(ClientState.CHECKING, NOW.minusSeconds(120), Optional.empty()))
                .isPresent();
    }

    @Test
    void deadlineEndsEveryStateButTheLast() {
        for (ClientState state : ClientState.values()) {
            assertThat(why(state, Duration.ZERO, NOW).isPresent())
                    .as(state.word())
                    .isEqualTo(!state.terminal());
        }
    }

    @Test
    void nobodyIsTooSilentWhileTheTaskIsPausedButTheDeadlineStays() {
        assertThat(overdue(LATER, true, Optional.empty()).latest()).isEmpty();
        assertThat(overdue(LATER, true, Optional.empty())
                        .why(ClientState.OFFERED, NOW.minusSeconds(7_200), Optional.empty()))
                .isEmpty();
        assertThat(overdue(NOW, true, Optional.empty()).latest()).contains(NOW);
        assertThat(overdue(NOW, true, Optional.empty()).why(ClientState.OFFERED, NOW, Optional.empty()))
                .contains("the deadline of the task has passed");
    }

    @Test
    void silenceCountsFromTheResumeOn() {
        Instant silentSince = NOW.minus(Duration.ofHours(3));

        assertThat(overdue(LATER, false, Optional.of(NOW.minus(Duration.ofMinutes(59))))
                        .why(ClientState.DOWNLOADING, silentSince, Optional.empty()))
                .isEmpty();
        assertThat(overdue(LATER, false, Optional.of(NOW.minus(Duration.ofMinutes(60))))
                        .why(ClientState.DOWNLOADING, silentSince, Optional.empty()))
                .isPresent();
    }

    private static Optional<String> why(ClientState state, Duration silent, Instant deadline) {
        return overdue(deadline, false, Optional.empty()).why(state, NOW.minus(silent), Optional.empty());
    }

    private static Overdue overdue(Instant deadline, boolean paused, Optional<Instant> resumed) {
        return new Overdue(Policy.DEFAULT, Optional.of(deadline), paused, resumed, NOW);
    }
}
