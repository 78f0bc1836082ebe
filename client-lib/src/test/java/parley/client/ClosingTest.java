package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parley.client.internal.store.StateFolder;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.TaskState;
import parley.message.Welcome;

/** What ends a run from outside, and on whose threads it is done. */
class ClosingTest extends ClientFixture {

    private final AtomicReference<UpdateClient> client = new AtomicReference<>();

    private CompletableFuture<Outcome> start(UpdateClient.Builder builder) {
        client.set(builder.build());
        return client.get().start();
    }

    private void assertClosed(CompletableFuture<Outcome> end) {
        assertThatThrownBy(end::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void theHandlerCanCloseTheClientAndIsInterruptedThen() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        handler = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                client.get().close();
                interrupted.countDown();
                return Answer.accept(offer.offer());
            }
        };

        assertClosed(start(client()));
        interrupted.await();
    }

    @Test
    void whatHangsOnTheEndOfTheRunCanCloseTheClient() throws Exception {
        CompletableFuture<Outcome> end = start(client());

        ClientState state = end.thenApply(outcome -> {
                    client.get().close();
                    return outcome.state();
                })
                .get();

        assertThat(state).isEqualTo(ClientState.SUCCEEDED);
    }

    @Test
    void anApplyIsBroughtToItsEndAndReportedInTheNextRun() throws Exception {
        CountDownLatch applying = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        MemoryHandler slow = new MemoryHandler() {
            @Override
            public Applied apply(Offer offer, Agreed agreed, Applying ear) throws UpdateFailedException {
                applying.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new UpdateFailedException(Reason.INTERNAL, "interrupted", e);
                }
                return super.apply(offer, agreed, ear);
            }
        };
        CompletableFuture<Outcome> end = start(client().handler(slow));
        applying.await();
        Thread closing = new Thread(client.get()::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(end).isNotDone();

        goOn.countDown();

        assertClosed(end);
        closing.join();
        assertThat(slow.files).containsOnlyKeys("a.conf");
        handler.recovered = Optional.of(new Recovered("o-1", slow.result));
        assertThat(run().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(handler.calls).doesNotContain("apply");
    }

    @Test
    void anInterruptOfTheWaitingThreadClosesTheClient() throws Exception {
        server.taskState = TaskState.PAUSED;
        CountDownLatch ended = new CountDownLatch(1);
        client.set(client().listener(new UpdateListener() {
                    @Override
                    public void connected(String url, String server, Welcome welcome) {
                        ended.countDown();
                    }
                })
                .stay(true)
                .build());
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                client.get().run();
            } catch (UpdateException | InterruptedException | RuntimeException e) {
                thrown.complete(e);
            }
        });
        waiting.start();
        ended.await();

        waiting.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        try (StateFolder free = StateFolder.open(folder.resolve("state"), server.token())) {
            assertThat(free.task()).isPresent();
        }
    }

    @Test
    void anExecutorOfTheCallersDoesAllTheWork() throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2, work -> new Thread(work, "own"));
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        handler = new MemoryHandler() {
            @Override
            public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
                super.staged(offer, agreed);
                threads.add(Thread.currentThread().getName());
            }
        };
        listener = new UpdateListener() {
            @Override
            public void state(ClientState state) {
                threads.add(Thread.currentThread().getName());
            }
        };

        run(client().executor(own));

        assertThat(threads).hasSize(6).containsOnly("own");
        own.shutdown();
    }

    @Test
    void anExecutorThatIsShutDownEndsTheRun() throws Exception {
        ExecutorService own = Executors.newFixedThreadPool(2);
        listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                own.shutdown();
                server.cutLast();
            }
        };

        CompletableFuture<Outcome> end = start(client().stay(true).executor(own));

        assertThatThrownBy(end::get).hasCauseInstanceOf(RejectedExecutionException.class);
        client.get().close();
    }

    @Test
    void aListenerHearsOneThingAfterTheOtherInOrder() throws Exception {
        List<String> heard = new ArrayList<>();
        listener = new UpdateListener() {
            @Override
            public void connecting(String url) {
                heard.add("connecting");
            }

            @Override
            public void offered(Offer offer) {
                heard.add("offered");
            }

            @Override
            public void answered(Offer offer, Answer answer) {
                heard.add("answered");
            }

            @Override
            public void state(ClientState state) {
                heard.add(state.name());
            }

            @Override
            public void reconnecting(Duration delay, String why) {
                heard.add("reconnecting");
            }
        };
        server.cutAfter = message -> isReport(message, ClientState.STAGED);

        run();

        assertThat(heard)
                .containsExactly(
                        "connecting",
                        "offered",
                        "answered",
                        "DOWNLOADING",
                        "STAGED",
                        "reconnecting",
                        "connecting",
                        "APPLYING",
                        "CHECKING",
                        "SUCCEEDED");
    }

    @Test
    void aClosedClientFreesItsStateFolderBeforeItsFutureEnds() throws Exception {
        CompletableFuture<Outcome> first = start(client());
        first.get();

        assertThat(run().state()).isEqualTo(ClientState.NOTHING_TO_DO);
    }
}
