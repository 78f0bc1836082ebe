package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.server.task.model.PolicyJson;

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
    void clientThatWaitsForAPersonIsNot() {
        assertThat(why(ClientState.PENDING, Duration.ofHours(3), LATER)).isEmpty();
    }

    @Test
    void clientThatNobodyApprovesHasTheTimeThatThePolicySays() {
        Overdue overdue = overdue("{\"approval\":true,\"approvalTimeout\":\"PT10M\"}", LATER, Optional.empty());

        assertThat(overdue.why(ClientState.PENDING, false, NOW.minusSeconds(599), Optional.empty()))
                .isEmpty();
        assertThat(overdue.why(ClientState.PENDING, false, NOW.minusSeconds(600), Optional.empty()))
                .contains("no operator approved it within PT10M");
        assertThat(overdue.why(ClientState.JOINED, false, NOW.minusSeconds(600), Optional.empty()))
                .isEmpty();
        assertThat(overdue.latest()).contains(NOW.minusSeconds(600));
    }

    @Test
    void nobodyIsNotApprovedInTimeWhileTheTaskIsPaused() {
        Policy policy = PolicyJson.read("{\"approval\":true,\"approvalTimeout\":\"PT10M\"}");
        Barrier barrier = Barrier.ofAll(policy, Optional.empty(), NOW);
        Instant anHourAgo = NOW.minus(Duration.ofHours(1));

        assertThat(new Overdue(barrier, Optional.of(LATER), true, Optional.empty())
                        .why(ClientState.PENDING, false, anHourAgo, Optional.empty()))
                .isEmpty();
        assertThat(new Overdue(barrier, Optional.of(LATER), false, Optional.of(NOW.minusSeconds(599)))
                        .why(ClientState.PENDING, false, anHourAgo, Optional.empty()))
                .isEmpty();
        assertThat(new Overdue(barrier, Optional.of(LATER), false, Optional.of(NOW.minusSeconds(600)))
                        .why(ClientState.PENDING, false, anHourAgo, Optional.empty()))
                .contains("no operator approved it within PT10M");
    }

    @Test
    void silenceOfAHeldClientCountsFromTheOpeningOfItsWindow() {
        String opensInAMinute = "{\"window\":{\"start\":\"12:01\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}}";
        String openedAnHourAgo = opensInAMinute.replace("12:01", "11:00");
        String openedLater = opensInAMinute.replace("12:01", "11:01");
        Instant yesterday = NOW.minus(Duration.ofHours(24));

        assertThat(heldOverdue(opensInAMinute, yesterday, Optional.empty())).isEmpty();
        assertThat(heldOverdue(openedLater, yesterday, Optional.empty())).isEmpty();
        assertThat(heldOverdue(openedAnHourAgo, yesterday, Optional.empty()))
                .contains("nothing was heard for PT1H in the state staged");
    }

    @Test
    void whoWasToldToApplyAndMissedTheWindowHasTimeInTheNextOne() {
        String opensInAMinute = "{\"window\":{\"start\":\"12:01\",\"duration\":\"PT4H\",\"zone\":\"UTC\"}}";

        assertThat(overdue(opensInAMinute, LATER, Optional.empty())
                        .why(ClientState.STAGED, true, NOW.minus(Duration.ofHours(24)), Optional.empty()))
                .isEmpty();
    }

    @Test
    void silenceOfOneThatWaitedForTheOthersCountsFromWhenTheyWereLetGo() {
        String together = "{\"apply\":\"together\"}";
        Instant yesterday = NOW.minus(Duration.ofHours(24));

        assertThat(heldOverdue(together, yesterday, Optional.empty())).isEmpty();
        assertThat(heldOverdue(together, yesterday, Optional.of(NOW.minusSeconds(3_599))))
                .isEmpty();
        assertThat(heldOverdue(together, yesterday, Optional.of(NOW.minusSeconds(3_600))))
                .isPresent();
    }

    private static Optional<String> heldOverdue(String policy, Instant staged, Optional<Instant> released) {
        return overdue(policy, LATER, released).why(ClientState.STAGED, false, staged, Optional.empty());
    }

    @Test
    void deferredClientHasTimeFromWhenItSaidItComesBack() {
        assertThat(overdue(LATER, false, Optional.empty())
                        .why(
                                ClientState.DEFERRED,
                                false,
                                NOW.minus(Duration.ofHours(3)),
                                Optional.of(NOW.minus(Duration.ofMinutes(30)))))
                .isEmpty();
    }

    @Test
    void clientThatWaitsForItsConfirmationHasTimeToRollBackAndSaySo() {
        Overdue overdue = overdue("{\"stateTimeout\":\"PT2M\"}", LATER, Optional.empty());

        assertThat(overdue.why(ClientState.CONFIRMING, true, NOW.minusSeconds(659), Optional.empty()))
                .isEmpty();
        assertThat(overdue.why(ClientState.CONFIRMING, true, NOW.minusSeconds(660), Optional.empty()))
                .contains("nothing was heard for PT11M in the state confirming");
        assertThat(overdue.why(ClientState.CHECKING, true, NOW.minusSeconds(120), Optional.empty()))
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
                        .why(ClientState.OFFERED, false, NOW.minusSeconds(7_200), Optional.empty()))
                .isEmpty();
        assertThat(overdue(NOW, true, Optional.empty()).latest()).contains(NOW);
        assertThat(overdue(NOW, true, Optional.empty()).why(ClientState.OFFERED, false, NOW, Optional.empty()))
                .contains("the deadline of the task has passed");
    }

    @Test
    void silenceCountsFromTheResumeOn() {
        Instant silentSince = NOW.minus(Duration.ofHours(3));

        assertThat(overdue(LATER, false, Optional.of(NOW.minus(Duration.ofMinutes(59))))
                        .why(ClientState.DOWNLOADING, false, silentSince, Optional.empty()))
                .isEmpty();
        assertThat(overdue(LATER, false, Optional.of(NOW.minus(Duration.ofMinutes(60))))
                        .why(ClientState.DOWNLOADING, false, silentSince, Optional.empty()))
                .isPresent();
    }

    private static Optional<String> why(ClientState state, Duration silent, Instant deadline) {
        return overdue(deadline, false, Optional.empty()).why(state, true, NOW.minus(silent), Optional.empty());
    }

    private static Overdue overdue(Instant deadline, boolean paused, Optional<Instant> resumed) {
        return new Overdue(
                Barrier.ofAll(Policy.DEFAULT, Optional.empty(), NOW), Optional.of(deadline), paused, resumed);
    }

    private static Overdue overdue(String policy, Instant deadline, Optional<Instant> released) {
        try (JsonReader reader = Json.createReader(new StringReader(policy))) {
            Barrier barrier = new Barrier(PolicyJson.read(reader.readObject()), released, Optional.empty(), NOW);
            return new Overdue(barrier, Optional.of(deadline), false, Optional.empty());
        }
    }
}
