package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Ack;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Proceed;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.StaticKey;

/** Clients that wait: for their window, and for each other. */
interface HeldStories extends OnServer {

    @Test
    default void whoAcceptsOutsideItsWindowWaitsAndHearsSoAgainAfterAReconnect() throws Exception {
        LocalTime inTwoHours = LocalTime.now(ZoneOffset.UTC).plusHours(2).truncatedTo(ChronoUnit.MINUTES);
        StartedTask task = StartedTask.start(
                server(), "{\"window\":{\"start\":\"" + inTwoHours + "\",\"duration\":\"PT1H\",\"zone\":\"UTC\"}}");
        StaticKey key = LockStepPeer.key();
        Instant opening;
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "night-1")) {
            peer.say(Inventory.empty());
            Offer offer = peer.hear(Offer.class);
            opening = offer.terms().window().orElseThrow().from();
            peer.say(Answer.accept(offer.offer()));
            assertThat(peer.hear()).isEqualTo(waitFor(opening));
        }
        assertThat(task.stateOf("night-1")).isEqualTo("waiting");
        try (LockStepPeer peer = LockStepPeer.joined(server(), task.joinToken(), key, "night-1")) {
            peer.say(Inventory.empty());
            assertThat(peer.hear()).isEqualTo(waitFor(opening));
        }
    }

    @Test
    default void nobodyAppliesBeforeTheLastOfTheExpectedIsReady() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"apply\":\"together\",\"expectedClients\":2}");
        try (LockStepPeer first = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-1");
                LockStepPeer second = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-2")) {
            Offer one = stage(first);
            Offer other = stage(second);

            assertThat(first.hear()).isEqualTo(new Proceed(one.offer()));
            assertThat(second.hear()).isEqualTo(new Proceed(other.offer()));
            first.report(one, 2, ClientState.SUCCEEDED);
            assertThat(first.hear()).isEqualTo(new Ack(1, 2));
        }
        try (LockStepPeer late = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "pair-3")) {
            Offer offer = late.agree(Inventory.empty());
            late.report(offer, 1, ClientState.STAGED);
            assertThat(late.hear()).isEqualTo(new Ack(1, 1));
            assertThat(late.hear()).isEqualTo(new Proceed(offer.offer()));
        }
    }

    @Test
    default void aDropOutPausesTheTaskAndTheOthersGoOnWithoutItOnAnOperatorsWord() throws Exception {
        StartedTask task = StartedTask.start(server(), "{\"apply\":\"together\",\"expectedClients\":2}");
        try (LockStepPeer staying = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "stays");
                LockStepPeer leaving = LockStepPeer.joined(server(), task.joinToken(), LockStepPeer.key(), "leaves")) {
            Offer offer = stage(staying);
            Offer gone = leaving.agree(Inventory.empty());
            leaving.report(gone, 1, ClientState.FAILED);
            assertThat(leaving.hear()).isEqualTo(new Ack(1, 1));

            String why = "leaves (failed) dropped out before all were ready to apply";
            assertThat(staying.hear()).isEqualTo(new Pause(why));
            assertThat(task.now().getString("pausedBy")).isEqualTo("dropped_out");
            assertThat(task.now().getString("reason")).isEqualTo(why);

            task.resume();
            assertThat(new Object[] {staying.hear(), staying.hear()})
                    .containsExactlyInAnyOrder(new Resume("the task goes on"), new Proceed(offer.offer()));
        }
    }

    private static Offer stage(LockStepPeer peer) throws Exception {
        Offer offer = peer.agree(Inventory.empty());
        peer.report(offer, 1, ClientState.STAGED);
        assertThat(peer.hear()).isEqualTo(new Ack(1, 1));
        assertThat(peer.hear()).isEqualTo(Wait.of(WaitFor.OTHERS));
        return offer;
    }

    private static Wait waitFor(Instant opening) {
        return new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(opening));
    }
}
