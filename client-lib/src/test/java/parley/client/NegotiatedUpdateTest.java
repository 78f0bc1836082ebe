package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ApplyMode;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Decision;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.Severity;
import parley.message.TaskState;
import parley.message.Terms;
import parley.protocol.CloseCode;

/** Confirmed commit, deferrals, counter-offers, and a client that stays. */
@Timeout(60)
class NegotiatedUpdateTest {

    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final FakeServer server = new FakeServer().file("a.conf", "listen 80\n");
    private final Open handler = new Open();
    private final SettableClock clock = new SettableClock();
    private UpdateListener listener = new UpdateListener() {};

    /** Leaves its updates open until they are confirmed. */
    private static class Open extends MemoryHandler {
        volatile Duration within = LONG;

        @Override
        public boolean confirms() {
            return true;
        }

        @Override
        public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
            Applied applied = super.apply(offer, agreed, applying);
            return offer.terms().confirm().isPresent() ? Applied.confirming(within, "applied", "") : applied;
        }

        @Override
        public Applied commit(String offer) {
            calls.add("commit " + offer);
            return Applied.succeeded("confirmed", "");
        }

        @Override
        public Applied rollBack(String offer, Reason reason, String detail) {
            calls.add("roll back " + offer);
            return Applied.rolledBack(reason, detail, "");
        }
    }

    private static Terms terms(boolean keepLocal, Optional<Duration> confirm) {
        return new Terms(
                Severity.MANDATORY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                keepLocal,
                false,
                ApplyMode.AT_ONCE,
                confirm);
    }

    private UpdateClient.Builder client() {
        return UpdateClient.builder(server.token())
                .name("db-1")
                .stateFolder(folder.resolve("state"))
                .handler(handler)
                .listener(listener)
                .transport(server)
                .rounds(3)
                .jitter(NO_JITTER);
    }

    private Outcome run(UpdateClient.Builder builder) throws UpdateException, InterruptedException {
        try (UpdateClient client = builder.build()) {
            return client.run();
        }
    }

    @Test
    void theHelloSaysWhetherAnUpdateCanBeLeftOpenUntilItIsConfirmed() throws Exception {
        run(client());
        run(client().handler(new MemoryHandler()));

        assertThat(server.heard(Hello.class))
                .extracting(Hello::capabilities)
                .containsExactly(List.of("confirm"), List.of());
    }

    @Test
    void anUpdateIsConfirmedOverANewConnection() throws Exception {
        server.terms = terms(false, Optional.of(LONG));

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(outcome.detail()).isEqualTo("confirmed");
        assertThat(server.tries).hasSize(2);
        assertThat(server.closes).containsExactly(CloseCode.DONE, CloseCode.DONE);
        assertThat(handler.calls).containsSubsequence("apply", "inventory", "commit o-1");
        assertThat(handler.count("roll back")).isZero();
        assertThat(server.reportedStates())
                .containsExactly(
                        ClientState.DOWNLOADING,
                        ClientState.STAGED,
                        ClientState.APPLYING,
                        ClientState.CHECKING,
                        ClientState.CONFIRMING,
                        ClientState.SUCCEEDED);
    }

    @Test
    void theReportThatAsksForTheConfirmationIsSaidOnTheNewConnectionOnly() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        List<Integer> triesThen = new ArrayList<>();
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.CONFIRMING) {
                triesThen.add(server.tries.size());
            }
            server.answer(session, message);
        };

        run(client());

        assertThat(triesThen).containsExactly(2);
    }

    @Test
    void anUpdateThatIsNotConfirmedInTimeIsRolledBackAndReported() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.confirms = false;
        handler.within = Duration.ofMillis(300);

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(handler.count("commit")).isZero();
        assertThat(server.lastReport().orElseThrow().reason()).contains(Reason.CONFIRM_TIMEOUT);
    }

    @Test
    void aNetworkThatDiesWithTheUpdateBringsTheOldStateBackAndTheReportComesLater() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        handler.within = Duration.ofMillis(300);
        server.reachable = url -> server.tries.size() == 1 || handler.count("roll back") == 1;

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(server.tries.size()).isGreaterThan(2);
        assertThat(server.reportedStates()).endsWith(ClientState.CONFIRMING, ClientState.ROLLED_BACK);
    }

    @Test
    void aRestartInBetweenGoesOnToConfirm() throws Exception {
        stoppedWhileUnconfirmed();
        handler.recovered = Optional.of(new Recovered("o-1", Applied.confirming(LONG, "applied", "")));

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(handler.calls).endsWith("recover", "inventory", "commit o-1");
        assertThat(server.reportedStates()).endsWith(ClientState.CONFIRMING, ClientState.SUCCEEDED);
    }

    @Test
    void aRestartAfterTheTimeReportsTheRollBackOfTheRecovery() throws Exception {
        stoppedWhileUnconfirmed();
        Applied late = Applied.rolledBack(Reason.CONFIRM_TIMEOUT, "the time was over", "");
        handler.recovered = Optional.of(new Recovered("o-1", late));

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(handler.count("commit")).isZero();
    }

    @Test
    void aRestartThatCannotReachTheServerKeepsTryingUntilTheTimeIsOver() throws Exception {
        stoppedWhileUnconfirmed();
        handler.recovered =
                Optional.of(new Recovered("o-1", Applied.confirming(Duration.ofMillis(300), "applied", "")));
        server.reachable = url -> false;

        assertThatThrownBy(() -> run(client())).isInstanceOf(UpdateException.class);

        assertThat(handler.count("roll back o-1")).isEqualTo(1);
        assertThat(server.tries.size()).isGreaterThan(4);
    }

    private void stoppedWhileUnconfirmed() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        UpdateClient stopped = client().build();
        server.reachable = url -> {
            if (server.tries.size() == 2) {
                new Thread(stopped::close).start();
            }
            return server.tries.size() == 1;
        };
        assertThatThrownBy(stopped::run).isInstanceOf(InterruptedException.class);
        assertThat(handler.count("roll back")).isZero();
        server.reachable = url -> true;
    }

    @Test
    void whatThisClientDoesNotKnowAnyMoreIsRolledBackBeforeItLooks() throws Exception {
        handler.recovered = Optional.of(new Recovered("o-of-another", Applied.confirming(LONG, "applied", "")));

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(handler.calls).startsWith("recover", "roll back o-of-another", "inventory");
    }

    @Test
    void aCancelWhileUnconfirmedRollsBack() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.confirms = false;
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Report report && report.state() == ClientState.CONFIRMING) {
                session.send(new Cancel("wrong bundle"));
            }
        };

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CANCELLED);
    }

    @Test
    void aClientThatIsShutOutWhileUnconfirmedRollsBackAtOnce() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.CONFIRMING) {
                session.close(CloseCode.REVOKED, 0, "");
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
    }

    @Test
    void aConfirmationOnTheOldConnectionCountsForNothing() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.confirms = false;
        handler.within = Duration.ofMillis(300);
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Report report && report.state() == ClientState.CHECKING) {
                session.send(new Confirmed("o-1", 1));
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.ROLLED_BACK);
    }

    @Test
    void aHandlerThatCannotLeaveAnUpdateOpenDeclines() throws Exception {
        server.terms = terms(false, Optional.of(LONG));

        Outcome outcome = run(client().handler(new MemoryHandler()));

        assertThat(outcome.state()).isEqualTo(ClientState.DECLINED);
        assertThat(outcome.reason()).contains(Reason.UNSUPPORTED);
    }

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
                .isEqualTo(FakeServer.digest("drifted\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
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

    @Test
    void whatIsPausedAfterItsDownloadIsAppliedWhenItGoesOn() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.STAGED) {
                session.send(new Pause("lunch"));
                server.answer(session, message);
                session.send(new Ping());
            } else if (message instanceof Pong) {
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed))
                .noneMatch(m -> m instanceof Report report && report.state() == ClientState.APPLYING);
    }

    @Test
    void aTaskThatIsPausedAlreadyAtTheWelcomeHoldsTheUpdateBack() throws Exception {
        server.taskState = TaskState.PAUSED;
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Inventory && server.heard(Resume.class).isEmpty()) {
                server.taskState = TaskState.OPEN;
                server.heard.add(new Resume("back"));
                session.send(new Resume("back"));
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        int resumed = server.heard.indexOf(new Resume("back"));
        assertThat(server.heard.subList(0, resumed)).noneMatch(parley.message.Fetch.class::isInstance);
    }

    @Test
    void aPushedCancelAfterTheDownloadEndsTheUpdateUnapplied() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Report report && report.state() == ClientState.STAGED) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.CANCELLED);
        assertThat(handler.calls).contains("abandoned o-1").doesNotContain("apply");
    }

    @Test
    void aPushedCancelBeforeTheAnswerEndsTheUpdate() throws Exception {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.CANCELLED);
        assertThat(handler.calls).doesNotContain("apply");
    }
}
