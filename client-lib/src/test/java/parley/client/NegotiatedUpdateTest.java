package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Refused;
import parley.protocol.CloseCode;

/** Deferrals, counter-offers, and a client that stays. */
class NegotiatedUpdateTest extends ClientFixture {

    /** Puts an offer off until that time, and takes it from then on. */
    private final class Deferring extends MemoryHandler {
        private final Instant until;

        Deferring(Instant until) {
            this.until = until;
        }

        @Override
        public Answer decide(Offer offer) throws UpdateFailedException {
            Answer yes = super.decide(offer);
            return clock.instant().isBefore(until) ? Answer.defer(offer.offer(), until, "after the night") : yes;
        }
    }

    @Test
    void aDeferralIsTheOutcomeOfARunAndTheNextRunKnowsIt() throws Exception {
        Instant until = clock.instant().plus(Duration.ofHours(8));
        Deferring deferring = new Deferring(until);

        Outcome outcome = run(client().handler(deferring).clock(clock));

        assertThat(outcome.state()).isEqualTo(ClientState.DEFERRED);
        assertThat(outcome.until()).contains(until);
        assertThat(outcome.detail()).isEqualTo("after the night");
        assertThat(server.heard(Answer.class).get(0).until()).contains(until);

        Outcome early = run(client().handler(deferring).clock(clock));

        assertThat(early.until()).contains(until);
        assertThat(deferring.count("decide")).isEqualTo(1);

        clock.advance(Duration.ofHours(9));
        assertThat(run(client().handler(deferring).clock(clock)).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(deferring.count("decide")).isEqualTo(2);
    }

    @Test
    void aDeferralThatTheServerRefusesEndsAsDeclined() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer answer && answer.decision() == Decision.DEFER) {
                session.send(new Refused("o-1", Reason.POLICY, "not allowed"));
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome =
                run(client().handler(new Deferring(clock.instant().plus(LONG))).clock(clock));

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.detail()).isEqualTo("not allowed");
        assertThat(server.lastReport().orElseThrow().state()).isEqualTo(ClientState.DECLINED);
    }

    @Test
    void aClientThatStaysComesBackByItselfAtTheTimeOfItsDeferral() throws Exception {
        Deferring deferring = new Deferring(clock.instant().plusSeconds(5));
        UpdateClient[] client = new UpdateClient[1];
        List<ClientState> ends = Collections.synchronizedList(new ArrayList<>());
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                ends.add(outcome.state());
                clock.advance(Duration.ofSeconds(5));
                if (outcome.state() == ClientState.SUCCEEDED) {
                    client[0].close();
                }
            }
        };
        client[0] = client().handler(deferring)
                .clock(clock)
                .listener(listener)
                .stay(true)
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);

        assertThat(ends).containsExactly(ClientState.DEFERRED, ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(1);
        assertThat(deferring.count("inventory")).isEqualTo(2);
    }

    @Test
    void aDeferralIntoThePastIsAFaultOfTheHandler() throws Exception {
        MemoryHandler wrong = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.defer(offer.offer(), clock.instant().minusSeconds(1), "");
            }
        };

        assertThat(run(client().handler(wrong).clock(clock)).reason()).contains(Reason.INTERNAL);
    }

    private static final class Keeping extends MemoryHandler {
        @Override
        public Answer decide(Offer offer) throws UpdateFailedException {
            Answer yes = super.decide(offer);
            return offer.changes().stream().anyMatch(change -> change.path().equals("mine.conf"))
                    ? Answer.counter(offer.offer(), List.of("mine.conf"), Reason.CONFLICT, "mine")
                    : yes;
        }
    }

    @Test
    void aCounterOfferThatTheServerTakesLeadsToARevisedOffer() throws Exception {
        server.file("mine.conf", "theirs\n");
        server.terms = terms(true, Optional.empty());
        Keeping keeping = new Keeping();

        Outcome outcome = run(client().handler(keeping));

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(keeping.calls).containsSubsequence("decide o-1", "decide o-1'", "apply");
        assertThat(keeping.files).containsOnlyKeys("a.conf");
        assertThat(server.heard(Answer.class))
                .extracting(Answer::decision)
                .containsExactly(Decision.COUNTER, Decision.ACCEPT);
    }

    @Test
    void aCounterOfferThatTheServerRefusesEndsAsDeclinedBecauseOfTheConflict() throws Exception {
        server.file("mine.conf", "theirs\n");

        Outcome outcome = run(client().handler(new Keeping()));

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.reason()).contains(Reason.CONFLICT);
        assertThat(outcome.detail()).isEqualTo("this task does not allow to keep local changes");
        assertThat(server.lastReport().orElseThrow().reason()).contains(Reason.CONFLICT);
    }

    @Test
    void afterFourCounterOffersInARowTheClientDeclines() throws Exception {
        MemoryHandler stubborn = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.counter(offer.offer(), List.of("a.conf"), Reason.CONFLICT, "mine");
            }
        };
        server.instead = (session, message) -> {
            if (message instanceof Answer answer && answer.decision() == Decision.COUNTER) {
                server.offerId += "'";
                session.send(server.offer());
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome = run(client().handler(stubborn));

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.detail()).isEqualTo("no agreement after 4 counter-offers");
        assertThat(server.heard(Answer.class)).hasSize(5);
    }

    @Test
    void aCounterOfferIsSaidAgainAfterALostConnectionWithoutAskingTheHandlerAgain() throws Exception {
        server.file("mine.conf", "theirs\n");
        server.terms = terms(true, Optional.empty());
        server.cutBefore = message -> message instanceof Answer;
        Keeping keeping = new Keeping();

        assertThat(run(client().handler(keeping)).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(keeping.count("decide")).isEqualTo(2);
        assertThat(server.tries).hasSize(2);
    }

    @Test
    void aClientThatStaysSaysAtEachConnectWhatItHasAndFollowsANewOffer() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        UpdateClient[] client = new UpdateClient[1];
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                if (outcome.state() != ClientState.SUCCEEDED) {
                    return;
                }
                second.countDown();
                if (second.getCount() == 0) {
                    client[0].close();
                    return;
                }
                handler.files.put("a.conf", "drifted\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                server.clientState = ClientState.JOINED;
                server.agreed = false;
                server.offerId = "o-2";
                server.cutLast();
            }
        };
        client[0] = client().listener(listener).stay(true).build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);

        assertThat(second.getCount()).isZero();
        List<Inventory> inventories = server.heard(Inventory.class);
        assertThat(inventories).hasSize(2);
        assertThat(inventories.get(1).files().get("a.conf").sha256())
                .isEqualTo(InMemoryServer.digest("drifted\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(handler.calls).containsSubsequence("decide o-1", "apply", "decide o-2", "apply");
    }

    @Test
    void aClientThatStaysReturnsItsLastOutcomeWhenTheTaskHasEnded() throws Exception {
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                server.closeLast(CloseCode.TASK_ENDED);
            }
        };

        assertThat(run(client().listener(listener).stay(true)).state()).isEqualTo(ClientState.SUCCEEDED);
    }
}
