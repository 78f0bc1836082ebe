package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Pause;
import parley.message.Proceed;
import parley.message.Resume;
import parley.message.TaskState;

class PausedTaskTest {

    private static final Pause PAUSE = new Pause("the night is over");
    private static final TaskSnapshot OPEN = Example.task();
    private static final TaskSnapshot PAUSED = Example.task(TaskState.PAUSED, Policy.DEFAULT);

    private final Negotiation negotiation = Example.negotiation();

    @ParameterizedTest
    @EnumSource(names = {"JOINED", "OFFERED", "DEFERRED", "DECLINED", "NOTHING_TO_DO", "TIMED_OUT", "ROLLED_BACK"})
    void clientThatCouldBeOfferedSomethingIsToldToWait(ClientState state) {
        NegotiationStep step = Example.take(Example.client(state), PAUSED, new Example.Memory(), Example.OUTDATED);

        assertThat(step.send()).containsExactly(PAUSE);
        assertThat(step.client()).isEqualTo(Example.client(state));
    }

    @Test
    void clientThatFellBackIsShownSoAndToldToWait() {
        NegotiationStep step =
                Example.take(Example.client(ClientState.SUCCEEDED), PAUSED, new Example.Memory(), Example.OUTDATED);

        assertThat(step.send()).containsExactly(PAUSE);
        assertThat(step.client().state()).isEqualTo(ClientState.ROLLED_BACK);
    }

    @Test
    void answersAndReportsAreTakenAndFilesServed() {
        Example.Memory memory = new Example.Memory();
        NegotiationStep accepted =
                Example.take(Example.client(ClientState.OFFERED), PAUSED, memory, Answer.accept("o1"));

        assertThat(accepted.send()).containsExactly(new Agreed("o1", Example.CHANGES, 2_120));
        assertThat(Example.take(accepted.client(), PAUSED, memory, Example.report(1, ClientState.DOWNLOADING))
                        .send())
                .containsExactly(new Ack(1, 1));
        assertThat(negotiation.served(accepted.client(), PAUSED).file(new Fetch(1, Example.digest('a'), 0)))
                .contains(Example.CONF);
    }

    @Test
    void whoHasStagedMayApplyOnlyOnceTheTaskGoesOn() {
        NegotiationStep staged = Example.take(
                Example.client(ClientState.DOWNLOADING),
                PAUSED,
                new Example.Memory(),
                Example.report(1, ClientState.STAGED));
        assertThat(staged.send()).containsExactly(new Ack(1, 1), PAUSE);
        ClientRecord held = staged.client();

        assertThat(open(held, PAUSED, "5e56").send()).isEmpty();
        assertThat(negotiation.open(held, OPEN, Optional.empty()).client()).isEqualTo(held);
        NegotiationStep opened = open(held, OPEN, "5e56");
        assertThat(opened.send()).containsExactly(new Proceed("o1"));
        assertThat(opened.client().proceeded()).contains("5e56");
        assertThat(open(opened.client(), OPEN, "5e57").send()).isEmpty();
        assertThat(negotiation.missed(opened.client(), OPEN, true).send())
                .containsExactly(new Resume("the task goes on"), new Proceed("o1"));
    }

    @Test
    void whoComesBackAfterStagingIsHeldToo() {
        NegotiationStep step =
                Example.take(Example.client(ClientState.STAGED), PAUSED, new Example.Memory(), Example.OUTDATED);

        assertThat(step.send()).containsExactly(PAUSE);
    }

    @Test
    void sessionsOfClientsThatHaveNotEndedHearOfThePause() {
        Set<ClientState> told = EnumSet.noneOf(ClientState.class);
        for (ClientState state : ClientState.values()) {
            List<Message> missed =
                    negotiation.missed(Example.client(state), PAUSED, false).send();
            if (missed.equals(List.of(PAUSE))) {
                told.add(state);
            }
            assertThat(negotiation.missed(Example.client(state), PAUSED, true).send())
                    .as(state.word())
                    .doesNotContain(PAUSE);
        }
        assertThat(told).isEqualTo(notEnded());
    }

    @Test
    void everySessionThatKnewOfThePauseHearsThatTheTaskGoesOn() {
        for (ClientState state : notEnded()) {
            assertThat(negotiation.missed(Example.client(state), OPEN, true).send())
                    .as(state.word())
                    .startsWith(new Resume("the task goes on"));
        }
    }

    private NegotiationStep open(ClientRecord client, TaskSnapshot task, String session) {
        return negotiation.open(client, task, Optional.of(session));
    }

    private static Set<ClientState> notEnded() {
        EnumSet<ClientState> states = EnumSet.allOf(ClientState.class);
        states.removeIf(ClientState::terminal);
        return states;
    }
}
