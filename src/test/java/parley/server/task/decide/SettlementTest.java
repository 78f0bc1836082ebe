package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.TaskState;
import parley.server.task.decide.Settlement.StateCount;
import parley.server.task.model.PolicyJson;

class SettlementTest {

    private static final Instant EXPIRES = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant BEFORE = EXPIRES.minusSeconds(1);

    @Test
    void taskGoesOnWhileATokenAdmitsOthers() {
        assertThat(settle(true, BEFORE, ClientState.SUCCEEDED).ends()).isEmpty();
    }

    @Test
    void taskGoesOnWhileAClientIsAtWork() {
        assertThat(settle(false, EXPIRES, ClientState.SUCCEEDED, ClientState.DOWNLOADING)
                        .ends())
                .isEmpty();
    }

    @Test
    void taskThatNobodyJoinedExpires() {
        assertThat(settle(false, BEFORE).ends()).isEmpty();
        assertThat(settle(false, EXPIRES).ends()).contains(TaskState.EXPIRED);
        assertThat(settle(false, EXPIRES).outcome()).isEmpty();
    }

    @Test
    void outcomeTellsHowManyGotThere() {
        assertThat(settle(false, BEFORE, ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO)
                        .outcome())
                .contains(TaskOutcome.SUCCEEDED);
        assertThat(settle(false, BEFORE, ClientState.SUCCEEDED, ClientState.DECLINED)
                        .outcome())
                .contains(TaskOutcome.PARTLY);
        assertThat(settle(false, BEFORE, ClientState.DECLINED, ClientState.REVOKED)
                        .outcome())
                .contains(TaskOutcome.FAILED);
    }

    @Test
    void expectedClientsThatNeverCameAreMissed() {
        Policy five = PolicyJson.read("{\"expectedClients\":5}");
        List<StateCount> clients = List.of(new StateCount(ClientState.SUCCEEDED, 1, Optional.empty(), 4));

        assertThat(Settlement.of(five, EXPIRES, false, clients, BEFORE).outcome())
                .contains(TaskOutcome.PARTLY);
    }

    @Test
    void clientThatMayBeOfferedTheUpdateAgainKeepsTheTaskOpenUntilItExpires() {
        List<StateCount> clients = List.of(new StateCount(ClientState.FAILED, 1, Optional.of(Reason.NO_SPACE), 1));

        assertThat(Settlement.of(Policy.DEFAULT, EXPIRES, false, clients, BEFORE)
                        .ends())
                .isEmpty();
        assertThat(Settlement.of(Policy.DEFAULT, EXPIRES, false, clients, EXPIRES)
                        .ends())
                .contains(TaskState.FINISHED);
    }

    @Test
    void clientWhoseFailureIsFinalDoesNot() {
        List<StateCount> clients = List.of(new StateCount(ClientState.FAILED, 1, Optional.of(Reason.CHECK_FAILED), 1));

        assertThat(Settlement.of(Policy.DEFAULT, EXPIRES, false, clients, BEFORE)
                        .outcome())
                .contains(TaskOutcome.FAILED);
    }

    private static Settlement settle(boolean admits, Instant now, ClientState... states) {
        List<StateCount> clients = Arrays.stream(states)
                .map(state -> new StateCount(state, 1, Optional.empty(), 1))
                .toList();
        return Settlement.of(Policy.DEFAULT, EXPIRES, admits, clients, now);
    }
}
