package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.client.internal.concurrent.HandlerCalls;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Reason;

/** Too many messages of a server, and too many calls by a handler: the client bounds both. */
class FloodTest extends ClientFixture {

    @Test
    void ofTheOffersThatComeWhileAPersonIsAskedOnlyTheNewestIsAskedAbout() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        handler = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) throws UpdateFailedException {
                await(answered);
                return super.decide(offer);
            }
        };
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Inventory) {
                for (int i = 2; i <= 500; i++) {
                    server.offerId = "o-" + i;
                    session.send(server.offer());
                }
                session.send(new Ping());
            } else if (message instanceof Pong) {
                answered.countDown();
            }
        };

        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(handler.calls)
                .filteredOn(call -> call.startsWith("decide"))
                .containsExactly("decide o-1", "decide o-500");
    }

    @Test
    void manySmallPiecesOfAFileSlowTheWireDownAsMuchAsFewLargeOnes() {
        HandlerCalls calls = new HandlerCalls(work -> {}, result -> {});
        int pieces = 0;
        while (!calls.behind()) {
            calls.write(1, () -> {}, failure -> {});
            pieces++;
        }

        assertThat(pieces).isLessThanOrEqualTo(2_048);
    }

    @Test
    void aCallThatCannotWaitIsMadeOnceWhenAllThreadsAreTaken() throws Exception {
        List<Runnable> waiting = new ArrayList<>();
        HandlerCalls calls = new HandlerCalls(waiting::add, Runnable::run);
        List<String> made = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Boolean> rolledBack = new CompletableFuture<>();
        calls.call(() -> made.add("inventory"), done -> {}, failure -> {});
        calls.callSoon(() -> made.add("roll back"), rolledBack::complete, failure -> {});

        assertThat(rolledBack.get(30, TimeUnit.SECONDS)).isTrue();

        waiting.forEach(Runnable::run);
        CompletableFuture<Boolean> committed = new CompletableFuture<>();
        calls.callSoon(() -> made.add("commit"), committed::complete, failure -> {});
        assertThat(committed.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(made).containsExactly("inventory", "roll back", "commit");
    }

    private static void await(CountDownLatch latch) throws UpdateFailedException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new UpdateFailedException(Reason.INTERNAL, "interrupted");
        }
    }
}
