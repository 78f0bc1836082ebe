package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Proceed;
import parley.message.Report;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.StaticKey;

/** Clients that wait while their server is killed. */
class HeldClientsIT {

    private static final Duration BEFORE_THE_OPENING = Duration.ofSeconds(20);

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(UnaryOperator.identity());
    }

    @BeforeEach
    void ready() throws Exception {
        server.restartIfEnded();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void whoWaitsForItsWindowHearsOfTheOpening() throws Exception {
        Instant opening = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(BEFORE_THE_OPENING);
        StartedTask task = StartedTask.start(server.running(), WaitingStories.windowFrom(opening));
        StaticKey key = LockStepPeer.key();
        try (LockStepPeer peer = LockStepPeer.joined(server.running(), task.joinToken(), key, "night-1")) {
            peer.say(Inventory.empty());
            peer.say(Answer.accept(peer.hear(Offer.class).offer()));
            Instant until = peer.hear(Wait.class).until().orElseThrow();
            assertThat(until).isEqualTo(opening);
            assertThat(task.client("night-1").getString("waitsFor")).isEqualTo("window");
            assertThat(task.client("night-1").getString("waitUntil")).isEqualTo(until.toString());
            server.kill();
        }
        server.restart();
        Await.until("the window is open", Duration.ofSeconds(120), () -> task.stateOf("night-1")
                .equals("accepted"));
        try (LockStepPeer peer = LockStepPeer.joined(server.running(), task.joinToken(), key, "night-1")) {
            peer.say(Inventory.empty());
            peer.hear(Agreed.class);
        }
        assertThat(task.client("night-1")).doesNotContainKey("waitsFor");
    }

    @Test
    void whoWaitsForTheOthersHearsOfTheRelease() throws Exception {
        StartedTask task = StartedTask.start(server.running(), "{\"apply\":\"together\",\"expectedClients\":2}");
        StaticKey key = LockStepPeer.key();
        Offer offer;
        try (LockStepPeer first = LockStepPeer.joined(server.running(), task.joinToken(), key, "pair-1")) {
            offer = stage(first);
            assertThat(task.client("pair-1").getString("waitsFor")).isEqualTo("others");
            server.kill();
        }
        server.restart();
        try (LockStepPeer first = LockStepPeer.joined(server.running(), task.joinToken(), key, "pair-1");
                LockStepPeer second =
                        LockStepPeer.joined(server.running(), task.joinToken(), LockStepPeer.key(), "pair-2")) {
            first.say(Inventory.empty());
            assertThat(first.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
            Offer other = stage(second);

            assertThat(first.hear()).isEqualTo(new Proceed(offer.offer()));
            assertThat(second.hear()).isEqualTo(new Proceed(other.offer()));
        }
    }

    /** Agrees, and says that all is there; the answer is that it waits for the others. */
    static Offer stage(LockStepPeer peer) throws Exception {
        Offer offer = peer.agree(Inventory.empty());
        peer.say(new Report(
                offer.offer(),
                offer.attempt(),
                1,
                ClientState.STAGED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
        assertThat(peer.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
        return offer;
    }
}
