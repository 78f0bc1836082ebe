package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskState;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.protocol.CloseCode;

class NegotiationTest {

    private final Negotiation negotiation = Example.negotiation();
    private final Example.Memory memory = new Example.Memory();
    private TaskSnapshot task = Example.task();
    private ClientRecord client = ClientRecord.joined(true);

    @Test
    void oneUpdateFromInventoryToSuccess() {
        assertThat(say(Example.OUTDATED)).singleElement().isInstanceOfSatisfying(Offer.class, offer -> {
            assertThat(offer.attempt()).isEqualTo(1);
            assertThat(offer.changes()).isEqualTo(Example.CHANGES);
            assertThat(offer.notes()).isEqualTo("the notes");
            assertThat(offer.terms().deadline()).contains(Example.NOW.plus(Duration.ofHours(48)));
        });
        assertThat(say(Answer.accept("o2"))).containsExactly(new Agreed("o2", Example.CHANGES, 2_120));
        assertThat(say(report(1, ClientState.DOWNLOADING))).containsExactly(new Ack(1, 1));
        assertThat(say(report(2, ClientState.STAGED))).containsExactly(new Ack(1, 2), new Proceed("o2"));
        assertThat(say(report(3, ClientState.APPLYING))).containsExactly(new Ack(1, 3));
        assertThat(say(report(4, ClientState.CHECKING))).containsExactly(new Ack(1, 4));
        assertThat(say(report(5, ClientState.SUCCEEDED))).containsExactly(new Ack(1, 5));

        assertThat(memory.transitions)
                .extracting(Transition::to)
                .containsExactly(
                        ClientState.OFFERED,
                        ClientState.ACCEPTED,
                        ClientState.DOWNLOADING,
                        ClientState.STAGED,
                        ClientState.APPLYING,
                        ClientState.CHECKING,
                        ClientState.SUCCEEDED);
    }

    @Test
    void filesThatNoBundleOfTheClientContainedAreNeverRemoved() {
        Inventory noBundle =
                new Inventory(Optional.empty(), Optional.empty(), Example.OUTDATED.files(), List.of(), Map.of());

        Offer offer = (Offer) say(noBundle).get(0);

        assertThat(offer.changes())
                .containsExactly(
                        Change.replace("app.conf", Example.CONF), Change.add("tls/site.pem", Example.CERTIFICATE));
    }

    @Test
    void clientThatMatchesNoTargetHasNothingToDo() {
        task = new TaskSnapshot(
                TaskState.OPEN,
                "",
                Optional.empty(),
                Optional.empty(),
                "",
                Policy.DEFAULT,
                Optional.empty(),
                Optional::empty,
                () -> "not for room 12",
                digest -> Optional.empty(),
                Example.NOW);

        assertThat(say(Example.OUTDATED)).containsExactly(new NothingToDo("not for room 12"));
    }

    @Test
    void sameInventoryGetsTheSameOfferAgain() {
        Message first = say(Example.OUTDATED).get(0);

        assertThat(say(Example.OUTDATED)).containsExactly(first);
        assertThat(memory.transitions).hasSize(1);
    }

    @Test
    void anotherInventoryReplacesTheOfferAndAnAnswerToTheOldOneIsIgnored() {
        say(Example.OUTDATED);
        Offer second = (Offer) say(Inventory.empty()).get(0);

        assertThat(second.offer()).isEqualTo("o3");
        assertThat(say(Answer.accept("o2"))).isEmpty();
        assertThat(client.state()).isEqualTo(ClientState.OFFERED);
    }

    @Test
    void answerToAnOfferOfSomebodyElseCloses() {
        say(Example.OUTDATED);

        assertThat(take(Answer.accept("o77")).close()).contains(CloseCode.WRONG_STATE);
    }

    @Test
    void reportThatRepeatsIsAcknowledgedAgainAndChangesNothing() {
        upTo(ClientState.STAGED);

        assertThat(say(Example.report("o2", 1, 1, ClientState.STAGED))).containsExactly(new Ack(1, 1));
        assertThat(client.seq()).isEqualTo(1);
    }

    @Test
    void reportThatRepeatsWithAnotherContentCloses() {
        upTo(ClientState.STAGED);

        assertThat(take(Example.report("o2", 1, 1, ClientState.DOWNLOADING)).close())
                .contains(CloseCode.WRONG_STATE);
    }

    @Test
    void reportThatLeavesAGapCloses() {
        upTo(ClientState.STAGED);

        assertThat(take(Example.report("o2", 1, 3, ClientState.APPLYING)).close())
                .contains(CloseCode.WRONG_STATE);
    }

    @Test
    void reportOfAnotherAttemptOfTheSameOfferCloses() {
        upTo(ClientState.STAGED);

        assertThat(take(Example.report("o2", 2, 2, ClientState.APPLYING)).close())
                .contains(CloseCode.WRONG_STATE);
    }

    @Test
    void reportOnAnOfferThatWasReplacedIsAcknowledgedAndIgnored() {
        say(Example.OUTDATED);
        say(Inventory.empty());

        assertThat(say(Example.report("o2", 1, 1, ClientState.FAILED))).containsExactly(new Ack(1, 1));
        assertThat(client.state()).isEqualTo(ClientState.OFFERED);
        assertThat(client.seq()).isEqualTo(1);
    }

    @Test
    void failureForATransientReasonIsOfferedAgainAsANewAttemptUntilTheRetriesAreUsedUp() {
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(say(Example.OUTDATED)).hasOnlyElementsOfType(Offer.class);
            assertThat(client.attempt()).isEqualTo(attempt);
            fail(Reason.DOWNLOAD_LOST);
        }

        assertThat(say(Example.OUTDATED)).singleElement().isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.reason())
                .isEqualTo(Reason.DOWNLOAD_LOST));
        assertThat(client.attempt()).isEqualTo(3);
        assertThat(client.state()).isEqualTo(ClientState.FAILED);
    }

    @Test
    void failureForAnotherReasonIsNotOfferedAgain() {
        say(Example.OUTDATED);
        fail(Reason.CHECK_FAILED);

        assertThat(say(Example.OUTDATED)).hasOnlyElementsOfType(Refused.class);
    }

    @Test
    void clientThatFellBackAfterSuccessIsShownAsRolledBackAndOfferedTheUpdateAgain() {
        upTo(ClientState.STAGED);
        say(report(2, ClientState.SUCCEEDED));

        assertThat(say(Example.OUTDATED)).hasOnlyElementsOfType(Offer.class);
        assertThat(memory.transitions)
                .extracting(Transition::to)
                .endsWith(ClientState.SUCCEEDED, ClientState.ROLLED_BACK, ClientState.OFFERED);
        assertThat(client.attempt()).isEqualTo(2);
    }

    @Test
    void clientThatTurnsBackAndForthGetsNoOffersWithoutEnd() {
        for (long offers = memory.offers(); offers < Negotiation.MAX_OFFERS; offers++) {
            assertThat(say(offers % 2 == 0 ? Inventory.empty() : Example.OUTDATED))
                    .hasOnlyElementsOfType(Offer.class);
        }

        assertThat(take(Inventory.empty()).close()).contains(CloseCode.LIMIT);
        assertThat(take(answer(Decision.COUNTER)).close()).contains(CloseCode.LIMIT);
    }

    @Test
    void clientThatReportsWithoutEndIsStopped() {
        upTo(ClientState.DOWNLOADING);
        client = client.taken(Reports.MAX_REPORTS - 1);
        say(report(Reports.MAX_REPORTS, ClientState.DOWNLOADING));

        assertThat(take(report(Reports.MAX_REPORTS + 1, ClientState.DOWNLOADING))
                        .close())
                .contains(CloseCode.LIMIT);
    }

    @Test
    void deferIsRefusedWhereThePolicyAllowsNone() {
        say(Example.OUTDATED);

        assertThat(say(answer(Decision.DEFER)))
                .containsExactly(new Refused("o2", Reason.POLICY, "this task does not allow to defer the update"));
        assertThat(say(Answer.accept("o2"))).hasOnlyElementsOfType(Agreed.class);
    }

    @Test
    void deferWithinThePolicyIsTakenAndTheClientFindsItsOfferWhenItComesBack() {
        task = Example.task(TaskState.OPEN, Example.lenient());
        Offer offer = (Offer) say(Example.OUTDATED).get(0);

        say(answer(Decision.DEFER));
        assertThat(client.state()).isEqualTo(ClientState.DEFERRED);
        assertThat(client.waitUntil()).contains(Example.NOW.plus(Duration.ofHours(2)));
        assertThat(say(Example.OUTDATED)).containsExactly(offer);
        assertThat(client.state()).isEqualTo(ClientState.OFFERED);
    }

    @Test
    void counterIsRefusedWhereThePolicyKeepsNothing() {
        say(Example.OUTDATED);

        assertThat(say(answer(Decision.COUNTER)))
                .containsExactly(new Refused("o2", Reason.POLICY, "this task does not allow to keep local changes"));
    }

    @Test
    void counterWithinThePolicyGetsARevisedOfferThatALaterInventoryDoesNotUndo() {
        task = Example.task(TaskState.OPEN, Example.lenient());
        say(Example.OUTDATED);

        Offer revised = (Offer) say(answer(Decision.COUNTER)).get(0);

        assertThat(revised.changes())
                .containsExactly(Change.remove("extra.conf"), Change.add("tls/site.pem", Example.CERTIFICATE));
        assertThat(say(Example.OUTDATED)).containsExactly(revised);
    }

    @Test
    void whatAClientKeptIsNotTakenForAFallBackOnceItHasSucceeded() {
        task = Example.task(TaskState.OPEN, Example.lenient());
        say(Example.OUTDATED);
        Offer revised = (Offer) say(answer(Decision.COUNTER)).get(0);
        say(Answer.accept(revised.offer()));
        say(Example.report(revised.offer(), 1, 1, ClientState.STAGED));
        say(Example.report(revised.offer(), 1, 2, ClientState.SUCCEEDED));

        assertThat(say(Example.UP_TO_DATE_BUT_FOR_APP_CONF))
                .containsExactly(new NothingToDo("everything is as the update wants it"));
        assertThat(client.state()).isEqualTo(ClientState.SUCCEEDED);
    }

    @Test
    void aClientThatKeepsEverythingIsNotAskedAgain() {
        task = Example.task(TaskState.OPEN, Example.lenient());
        Offer offer = (Offer) say(Example.OUTDATED).get(0);
        List<String> all = offer.changes().stream().map(Change::path).toList();
        NothingToDo nothing = new NothingToDo("the client keeps everything that would change");

        assertThat(say(Answer.counter(offer.offer(), all, Reason.CONFLICT, "changed here")))
                .containsExactly(nothing);
        assertThat(say(Example.OUTDATED)).containsExactly(nothing);
        assertThat(client.attempt()).isEqualTo(1);
    }

    @Test
    void onlyAgreedFilesOfTheCurrentOfferMayBeFetched() {
        say(Example.OUTDATED);
        assertThat(fetch('a', 0)).isEmpty();

        say(Answer.accept("o2"));
        assertThat(fetch('a', 0)).contains(Example.CONF);
        assertThat(fetch('a', 119)).contains(Example.CONF);
        assertThat(fetch('a', 120)).isEmpty();
        assertThat(fetch('c', 0)).isEmpty();
        assertThat(fetch('f', 0)).isEmpty();

        client = memory.store(negotiation.cancel(client, "enough"));
        assertThat(fetch('a', 0)).isEmpty();
    }

    @Test
    void pingIsAnsweredInEveryState() {
        assertThat(say(new Ping())).containsExactly(new Pong());
    }

    @Test
    void messageOfTheOtherSideCloses() {
        assertThat(take(new Proceed("o1")).close()).contains(CloseCode.WRONG_STATE);
    }

    private Answer answer(Decision decision) {
        Answer answer = Example.answer(decision);
        return new Answer("o2", decision, answer.reason(), answer.detail(), answer.until(), answer.keep());
    }

    private Report report(long seq, ClientState state) {
        return Example.report("o2", 1, seq, state);
    }

    private void upTo(ClientState state) {
        say(Example.OUTDATED);
        say(Answer.accept("o2"));
        say(report(1, state));
    }

    private void fail(Reason reason) {
        say(new Report(
                client.offer().get().id(),
                client.attempt(),
                client.seq() + 1,
                ClientState.FAILED,
                Optional.empty(),
                Optional.of(reason),
                Optional.empty(),
                Optional.empty()));
    }

    private Optional<FileEntry> fetch(char hex, long offset) {
        return negotiation.served(client, task).file(new Fetch(1, Example.digest(hex), offset));
    }

    private NegotiationStep take(Message message) {
        return negotiation.take(client, task, memory, message, Example.SESSION);
    }

    private List<Message> say(Message message) {
        NegotiationStep step = take(message);
        assertThat(step.close()).isEmpty();
        client = memory.store(step);
        return step.send();
    }

    @Test
    void clientThatIsTriedAgainGetsANewAttemptThoughThePolicyAllowsNoMore() {
        say(Example.OUTDATED);
        say(Answer.accept("o2"));
        say(new Report(
                "o2",
                1,
                1,
                ClientState.FAILED,
                Optional.empty(),
                Optional.of(Reason.CHECK_FAILED),
                Optional.empty(),
                Optional.empty()));
        assertThat(say(Example.OUTDATED)).hasOnlyElementsOfType(Refused.class);

        NegotiationStep retried = negotiation.retry(client, "the operator said so");
        client = memory.store(retried);

        assertThat(retried.send()).containsExactly(new Resume("the operator said so"));
        assertThat(negotiation.missed(client, task, false).send()).containsExactly(new Resume("the operator said so"));
        assertThat(say(Example.OUTDATED)).singleElement().isInstanceOfSatisfying(Offer.class, offer -> assertThat(
                        offer.attempt())
                .isEqualTo(2));
        assertThat(negotiation.missed(client, task, false).send()).isEmpty();
        assertThat(client.seq()).isEqualTo(1);
    }

    @Test
    void reportOfTheFormerAttemptIsAcknowledgedAfterARetryAndMovesNothing() {
        say(Example.OUTDATED);
        say(Answer.accept("o2"));
        client = memory.store(negotiation.timeOut(client, "nothing was heard"));
        client = memory.store(negotiation.retry(client, "the operator said so"));

        assertThat(say(report(1, ClientState.DOWNLOADING))).containsExactly(new Ack(1, 1));
        assertThat(client.state()).isEqualTo(ClientState.JOINED);
    }
}
