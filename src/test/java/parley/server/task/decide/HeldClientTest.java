package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.TaskState;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.message.Window;

/** A client outside its window, and one that waits for the others. */
class HeldClientTest {

    private static final Policy NIGHT =
            Example.policy("{'window':{'start':'22:00','duration':'PT4H','zone':'Europe/Berlin'}}");
    private static final Policy TOGETHER = Example.policy("{'apply':'together'}");
    private static final Instant OPENING = Instant.parse("2026-11-22T21:00:00Z");
    private static final Instant CLOSING = Instant.parse("2026-11-23T01:00:00Z");
    private static final Wait UNTIL_OPENING =
            new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(OPENING));
    private static final Wait FOR_OTHERS = Wait.of(WaitFor.OTHERS);
    private static final Agreed AGREED = new Agreed("o1", Example.CHANGES, 2_120);

    private final Negotiation negotiation = Example.negotiation();
    private final Example.Memory memory = new Example.Memory();

    @Test
    void offerTellsTheNextWindow() {
        Offer offer = (Offer) Example.take(ClientRecord.joined(true), at(NIGHT, Example.NOW), memory, Example.OUTDATED)
                .send()
                .get(0);

        assertThat(offer.terms().window()).contains(new Window(OPENING, CLOSING));
    }

    @Test
    void offerIsMadeAnewOnceTheWindowThatItTellsIsOver() {
        ClientRecord offered = Example.take(ClientRecord.joined(true), at(NIGHT, Example.NOW), memory, Example.OUTDATED)
                .client();

        NegotiationStep same = Example.take(offered, at(NIGHT, CLOSING.minusSeconds(1)), memory, Example.OUTDATED);
        assertThat(same.client()).isEqualTo(offered);
        Offer next = (Offer) negotiation
                .take(offered, at(NIGHT, CLOSING), memory, Example.OUTDATED, Example.SESSION)
                .send()
                .get(0);
        assertThat(next.terms().window().get().from()).isEqualTo("2026-11-23T21:00:00Z");
    }

    @Test
    void whoAcceptsOutsideTheWindowWaitsForItAndMayFetchNothing() {
        NegotiationStep step =
                Example.take(Example.client(ClientState.OFFERED), at(NIGHT, Example.NOW), memory, Answer.accept("o1"));

        assertThat(step.send()).containsExactly(UNTIL_OPENING);
        assertThat(step.client().state()).isEqualTo(ClientState.WAITING);
        assertThat(negotiation.served(step.client(), at(NIGHT, Example.NOW)).file(new Fetch(1, Example.digest('a'), 0)))
                .isEmpty();
        NegotiationStep again = Example.take(step.client(), at(NIGHT, Example.NOW), memory, Answer.accept("o1"));
        assertThat(again.send()).containsExactly(UNTIL_OPENING);
        assertThat(again.transitions()).isEmpty();
    }

    @Test
    void whoComesBackWhileItWaitsHearsSoAgainOrThatItMayBegin() {
        ClientRecord waiting = Example.client(ClientState.WAITING);

        assertThat(Example.take(waiting, at(NIGHT, OPENING.minusSeconds(1)), memory, Example.OUTDATED)
                        .send())
                .containsExactly(UNTIL_OPENING);
        NegotiationStep open = Example.take(waiting, at(NIGHT, OPENING), memory, Example.OUTDATED);
        assertThat(open.send()).containsExactly(AGREED);
        assertThat(open.client().state()).isEqualTo(ClientState.ACCEPTED);
    }

    @Test
    void whoWaitsBeginsWhenTheWindowOpensConnectedOrNot() {
        ClientRecord waiting = Example.client(ClientState.WAITING);

        assertThat(negotiation
                        .open(waiting, at(NIGHT, OPENING.minusSeconds(1)), Optional.empty())
                        .client())
                .isEqualTo(waiting);
        NegotiationStep opened = negotiation.open(waiting, at(NIGHT, OPENING), Optional.empty());
        assertThat(opened.send()).containsExactly(AGREED);
        assertThat(opened.client().state()).isEqualTo(ClientState.ACCEPTED);
        assertThat(negotiation
                        .missed(opened.client(), at(NIGHT, OPENING), false)
                        .send())
                .containsExactly(AGREED);
    }

    @Test
    void whoStagesAfterTheClosingAppliesInTheNextWindow() {
        NegotiationStep staged = Example.take(
                Example.client(ClientState.DOWNLOADING),
                at(NIGHT, Example.NOW),
                memory,
                Example.report(1, ClientState.STAGED));

        assertThat(staged.send()).containsExactly(new Ack(1, 1), UNTIL_OPENING);
        assertThat(negotiation
                        .open(staged.client(), at(NIGHT, OPENING), Optional.of("5e56"))
                        .send())
                .containsExactly(new Proceed("o1"));
        assertThat(Example.take(staged.client(), at(NIGHT, OPENING), memory, Example.OUTDATED)
                        .send())
                .containsExactly(new Proceed("o1"));
    }

    @Test
    void whoStagesWaitsForTheOthersUntilAllAreLetGo() {
        TaskSnapshot held = Example.task(TaskState.OPEN, TOGETHER);
        TaskSnapshot released = view(TOGETHER, Example.NOW, Optional.of(Example.NOW));
        NegotiationStep staged = Example.take(
                Example.client(ClientState.DOWNLOADING), held, memory, Example.report(1, ClientState.STAGED));

        assertThat(staged.send()).containsExactly(new Ack(1, 1), FOR_OTHERS);
        assertThat(Example.take(staged.client(), held, memory, Example.OUTDATED).send())
                .containsExactly(FOR_OTHERS);
        assertThat(negotiation.open(staged.client(), held, Optional.of("5e56")).send())
                .isEmpty();
        assertThat(negotiation
                        .open(staged.client(), released, Optional.of("5e56"))
                        .send())
                .containsExactly(new Proceed("o1"));
    }

    @Test
    void whoWasLetGoInAWindowThatHasClosedIsNotHeldAgain() {
        NegotiationStep back =
                Example.take(Example.client(ClientState.APPLYING), at(NIGHT, Example.NOW), memory, Example.OUTDATED);

        assertThat(back.send()).isEqualTo(List.of());
    }

    private static TaskSnapshot at(Policy policy, Instant now) {
        return view(policy, now, Optional.empty());
    }

    private static TaskSnapshot view(Policy policy, Instant now, Optional<Instant> released) {
        TaskSnapshot task = Example.task(TaskState.OPEN, policy);
        return new TaskSnapshot(
                task.state(),
                task.reason(),
                released,
                Optional.empty(),
                task.notes(),
                policy,
                task.deadline(),
                task.targets(),
                task.noTarget(),
                task.bundles(),
                now);
    }
}
