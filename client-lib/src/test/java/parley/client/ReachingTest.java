package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.client.UpdateException.Problem;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.protocol.CloseCode;

/** How the client gets to its server, and when it gives up. */
class ReachingTest extends ClientFixture {

    private final List<String> news = new ArrayList<>();

    ReachingTest() {
        listener = new UpdateListener() {
            @Override
            public void reconnecting(Duration delay, String why) {
                news.add("reconnecting: " + why);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, CLOSED",
        "EXPIRED, EXPIRED",
        "REVOKED, REVOKED",
        "TASK_ENDED, TASK_ENDED",
        "USED_UP, USED_UP",
        "SUITE, SUITE",
        "NAME_TAKEN, NAME_TAKEN",
        "DENIED, DENIED",
        "REPLACED, REPLACED",
        "MALFORMED_JSON, PROTOCOL",
        "UNKNOWN_TYPE, PROTOCOL",
        "WRONG_STATE, PROTOCOL",
        "LIMIT, PROTOCOL"
    })
    void anAuthenticatedCloseOtherThanBusyIdleAndInternalIsTheEnd(CloseCode code, Problem problem) {
        server.refusal = new InMemoryServer.Refusal(code, 0, "ask Jo");

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure.why()).endsWith("It says: Ask Jo.");
        assertThat(server.tries).hasSize(1);
    }

    @Test
    void aBusyServerIsComeBackToAfterTheTimeThatItAsksFor() {
        server.refusal = new InMemoryServer.Refusal(CloseCode.BUSY, 7, "");
        List<Duration> delays = new ArrayList<>();
        UpdateClient[] client = new UpdateClient[1];
        client[0] = client().listener(new UpdateListener() {
                    @Override
                    public void reconnecting(Duration delay, String why) {
                        delays.add(delay);
                        client[0].close();
                    }
                })
                .build();

        assertThatThrownBy(client[0]::run).isInstanceOf(InterruptedException.class);
        assertThat(delays).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void theNextUrlIsTriedAfterAFailureAndNotAfterAnAuthenticatedClose() throws Exception {
        InMemoryServer many = new InMemoryServer("ws://one.example", "ws://two.example", "ws://three.example");
        many.file("a", "b");
        many.reachable = url -> !url.equals("ws://one.example");
        many.knowsToken = url -> !url.equals("ws://two.example");
        many.refusal = new InMemoryServer.Refusal(CloseCode.EXPIRED, 0, "");

        UpdateClient client = UpdateClient.builder(many.token())
                .stateFolder(folder)
                .handler(handler)
                .transport(many)
                .jitter(NO_JITTER)
                .build();

        assertThatThrownBy(client::run).isInstanceOfSatisfying(UpdateException.class, e -> assertThat(e.problem())
                .isEqualTo(Problem.EXPIRED));
        assertThat(many.tries).containsExactly("ws://one.example", "ws://two.example", "ws://three.example");
    }

    @Test
    void aServerThatCannotBeReachedIsGivenUpAfterTheRounds() {
        server.reachable = url -> false;

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(failure.why()).isEqualTo(InMemoryServer.URL + ": connection refused.");
        assertThat(server.tries).hasSize(3);
        assertThat(news).containsExactly("reconnecting: connection refused", "reconnecting: connection refused");
    }

    @Test
    void aServerThatDoesNotKnowTheTokenIsNotTheServerOfTheToken() {
        server.knowsToken = url -> false;

        assertThat(failure().problem()).isEqualTo(Problem.WRONG_SERVER);
    }

    @Test
    void aServerThatVanishedAfterItsWelcomeIsWaitedForForEver() throws Exception {
        server.cutBefore = message -> message instanceof Inventory;
        server.reachable = url -> server.tries.size() == 1 || server.tries.size() > 20;

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(21);
    }

    /** The codes with which the server closes the attempts, in order; null, and later attempts, are let in. */
    private void closesOfTheTries(CloseCode... closes) {
        server.reachable = url -> {
            int now = server.tries.size() - 1;
            CloseCode close = now < closes.length ? closes[now] : null;
            server.refusal = close == null ? null : new InMemoryServer.Refusal(close, 0, "");
            return true;
        };
    }

    @Test
    void aServerThatFailedIsComeBackTo() throws Exception {
        closesOfTheTries(CloseCode.INTERNAL, CloseCode.INTERNAL);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aClientWhoseHelloWasTooLateComesBack() throws Exception {
        closesOfTheTries(CloseCode.IDLE, CloseCode.IDLE);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aClientWhoseHelloIsAlwaysTooLateGivesUpAfterTheRounds() {
        closesOfTheTries(CloseCode.IDLE, CloseCode.IDLE, CloseCode.IDLE, CloseCode.IDLE);

        UpdateException failure = failure();

        assertThat(failure.problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(failure).hasMessage("The hello of this client came too late (close 10).");
        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aServerThatFailsBeforeItLetsAClientInIsGivenUpAfterTheRounds() {
        closesOfTheTries(CloseCode.INTERNAL, CloseCode.INTERNAL, CloseCode.INTERNAL, CloseCode.INTERNAL);

        assertThat(failure().problem()).isEqualTo(Problem.SERVER_ERROR);
        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aServerThatFailsInSessionAfterSessionIsGivenUpAfterTen() {
        server.failAt = message -> message instanceof Inventory;

        assertThat(failure().problem()).isEqualTo(Problem.SERVER_ERROR);
        assertThat(server.tries).hasSize(10);
    }

    @Test
    void aServerThatWorksInBetweenMayFailAgainAndAgain() throws Exception {
        server.failAt = message -> message instanceof Inventory && server.tries.size() % 10 != 0;
        server.cutBefore = message -> message instanceof Inventory && server.tries.size() == 10;

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(20);
    }

    @Test
    void aSessionThatThisClientHasLostItselfIsNoneThatTakesOver() throws Exception {
        server.cutBefore = message -> message instanceof Inventory && server.tries.size() == 1;
        closesOfTheTries(null, CloseCode.REPLACED);

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(server.tries).hasSize(3);
        assertThat(news)
                .containsExactly(
                        "reconnecting: the connection broke",
                        "reconnecting: A newer session of the same client has taken over; has its key been copied to"
                                + " another machine?");
    }

    @Test
    void whoIsTakenOverAgainHasARival() {
        server.cutBefore = message -> message instanceof Inventory && server.tries.size() == 1;
        closesOfTheTries(null, CloseCode.REPLACED, CloseCode.REPLACED);

        assertThat(failure().problem()).isEqualTo(Problem.REPLACED);
        assertThat(server.tries).hasSize(3);
    }

    @Test
    void aNameThatIsRefusedToACopiedKeyIsNoClashOfNames() throws Exception {
        run();
        server.refusal = new InMemoryServer.Refusal(CloseCode.NAME_TAKEN, 0, "ask Jo");

        UpdateException failure = catchThrowableOfType(UpdateException.class, () -> run(client().name("db-2")));

        assertThat(failure.problem()).isEqualTo(Problem.NAME_TAKEN);
        assertThat(failure).hasMessage("This state folder was copied from db-1, or this machine had that name before.");
        assertThat(failure.why())
                .isEqualTo("Its key is that of the client db-1, and the server does not accept it as db-2. It says: "
                        + "Ask Jo.");
        assertThat(failure.next())
                .isEqualTo("On a copied machine: parley leave --forget, and join again; it gets a key of its own. On a"
                        + " renamed one: parley join --name db-1.");
    }
}
