package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Agreed;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Messages;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.Report;
import parley.protocol.CloseCode;

/** Confirmed commit: what is applied stands only if the server confirms it over a new connection. */
class UnconfirmedUpdateTest extends ClientFixture {

    private final Open open = new Open();

    UnconfirmedUpdateTest() {
        handler = open;
    }

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
        assertThat(handler.calls).containsSubsequence("apply", "commit o-1");
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
    void whatTheMachineHasIsNotFoundOutBeforeTheConfirmation() throws Exception {
        server.terms = terms(false, Optional.of(LONG));

        run(client());

        assertThat(handler.count("inventory")).isEqualTo(1);
        assertThat(server.heard.stream().map(Messages::type).toList())
                .containsSubsequence("hello", "inventory", "hello", "report")
                .endsWith("report");
        assertThat(server.heard(Inventory.class)).hasSize(1);
    }

    @Test
    void aConfirmationThatGotLostIsAskedForOnceMoreWithAnInventory() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.cutAfter = message -> message instanceof Report report && report.state() == ClientState.CONFIRMING;
        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aServerThatGivesNoConfirmationIsAskedWhy() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        server.confirms = false;
        server.instead = (session, message) -> {
            if (message instanceof Inventory && server.tries.size() == 2) {
                session.send(new Cancel("wrong bundle"));
            } else {
                server.answer(session, message);
            }
        };

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CANCELLED);
        assertThat(outcome.detail()).isEqualTo("the update was cancelled: wrong bundle");
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
        open.within = Duration.ofMillis(300);

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(handler.count("commit")).isZero();
        assertThat(server.lastReport().orElseThrow().reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(outcome.detail())
                .isEqualTo("the server was reached and knows of the applied update, but did not confirm it in time");
    }

    @Test
    void aNetworkThatDiesWithTheUpdateBringsTheOldStateBackAndTheReportComesLater() throws Exception {
        server.terms = terms(false, Optional.of(LONG));
        open.within = Duration.ofMillis(300);
        server.reachable = url -> server.tries.size() == 1 || handler.count("roll back") == 1;

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(outcome.reason()).contains(Reason.CONFIRM_TIMEOUT);
        assertThat(server.tries.size()).isGreaterThan(2);
        assertThat(outcome.detail())
                .isEqualTo("no session with the server came about in time over the new configuration: "
                        + "ws://server.example:8080: connection refused");
        assertThat(server.reportedStates()).endsWith(ClientState.CONFIRMING, ClientState.ROLLED_BACK);
    }

    @Test
    void aRestartInBetweenGoesOnToConfirm() throws Exception {
        stoppedWhileUnconfirmed();
        handler.recovered = Optional.of(new Recovered("o-1", Applied.confirming(LONG, "applied", "")));

        Outcome outcome = run(client());

        assertThat(outcome.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.count("apply")).isEqualTo(1);
        assertThat(handler.calls).endsWith("recover", "commit o-1");
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
        open.within = Duration.ofMillis(300);
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
}
