package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.message.Ack;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.TaskState;
import parley.protocol.CloseCode;

/** The time between the end of a task and the end of its clients, which come one after the other. */
class EndedTaskTest {

    private static final TaskSnapshot CANCELLED = Example.task(TaskState.CANCELLED, Example.lenient());

    private final Example.Memory memory = new Example.Memory();

    @Test
    void whoStagesAfterTheEndIsNotToldToApply() {
        NegotiationStep step = Example.take(
                Example.client(ClientState.DOWNLOADING), CANCELLED, memory, Example.report(1, ClientState.STAGED));

        assertThat(step.send()).containsExactly(new Ack(1, 1));
        assertThat(step.client().proceeded()).isEmpty();
    }

    @Test
    void whoComesBackStagedAfterTheEndIsNotToldToApply() {
        NegotiationStep step = Example.take(Example.client(ClientState.STAGED), CANCELLED, memory, Example.OUTDATED);

        assertThat(step.send()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OFFERED", "DEFERRED", "WAITING"})
    void nothingIsAgreedAfterTheEnd(ClientState state) {
        ClientRecord client = Example.client(state, Example.lenient());

        assertThat(Example.take(client, CANCELLED, memory, Answer.accept("o1")))
                .satisfies(EndedTaskTest::nothingHappened)
                .extracting(NegotiationStep::client)
                .isEqualTo(client);
    }

    @Test
    void noOfferIsRevisedAfterTheEnd() {
        ClientRecord offered = Example.client(ClientState.OFFERED, Example.lenient());

        nothingHappened(Example.take(offered, CANCELLED, memory, Example.answer(Decision.COUNTER)));
    }

    @Test
    void whoPutsOffForEverIsSentAwayInTheEnd() {
        TaskSnapshot task = Example.task(TaskState.OPEN, Example.policy("{'severity':'optional','maxDefer':'P30D'}"));
        ClientRecord client = Example.client(ClientState.OFFERED, task.policy());
        Answer later = Answer.defer("o1", Example.NOW.plus(Duration.ofHours(1)), "not now");
        int rounds = 0;
        NegotiationStep step = Example.take(client, task, memory, later);
        while (step.close().isEmpty() && rounds++ < 20_000) {
            client = memory.store(step);
            step = Example.take(client, task, memory, rounds % 2 == 0 ? later : Example.OUTDATED);
        }

        assertThat(step.close()).contains(CloseCode.LIMIT);
        assertThat(memory.transitions).hasSize((int) Negotiation.MAX_STEPS);
    }

    private static void nothingHappened(NegotiationStep step) {
        assertThat(step.send()).isEmpty();
        assertThat(step.transitions()).isEmpty();
        assertThat(step.close()).isEmpty();
    }
}
