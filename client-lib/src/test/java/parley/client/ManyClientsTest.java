package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.internal.concurrent.SharedThreads;
import parley.client.testing.internal.FakeTask;
import parley.client.testing.internal.WebSocketPort;
import parley.message.Answer;
import parley.message.Offer;
import parley.message.Pong;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.protocol.Suite;
import parley.protocol.Wire;

/** Clients that wait hold no threads. */
@Timeout(180)
class ManyClientsTest {

    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    private static final int CLIENTS = 500;
    private static final Instant FAR = Instant.now().plusSeconds(100_000);
    private static final int MOST_THREADS =
            SharedThreads.MOST_STEPS + SharedThreads.MOST_CALLS + SharedThreads.MOST_CONNECTS + 1;

    @TempDir
    private Path folder;

    private final List<UpdateClient> clients = new ArrayList<>();
    private final List<CompletableFuture<Outcome>> ends = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(UpdateClient::close);
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /**
     * Clients that hear nothing ask for a sign of life, each at a time of its own: if it took them long to start, one
     * of them always does. After a message to all of them they ask at the same time, and for the rest of {@link
     * Wire#PING_AFTER}, which is longer than a thread idles, none does.
     */
    private static void silenceAll(List<? extends FakeTask> servers, BooleanSupplier silent) {
        while (!silent.getAsBoolean()) {
            servers.forEach(server -> server.say(new Pong()));
            long end = System.nanoTime() + Wire.PING_AFTER.toNanos();
            while (!silent.getAsBoolean() && System.nanoTime() < end) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private void start(UpdateClient.Builder builder) {
        UpdateClient client = builder.stay(true)
                .stateFolder(folder.resolve("state-" + clients.size()))
                .build();
        clients.add(client);
        ends.add(client.start());
    }

    private UpdateClient.Builder client(InMemoryServer server, UpdateHandler handler, UpdateListener listener) {
        return UpdateClient.builder(server.token())
                .name("app")
                .handler(handler)
                .listener(listener)
                .transport(server);
    }

    @Test
    void fiveHundredClientsThatAreDeferredWaitOrStayHoldNoThread() throws Exception {
        CountDownLatch waiting = new CountDownLatch(CLIENTS);
        UpdateListener listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                waiting.countDown();
            }

            @Override
            public void waiting(Wait wait, Optional<String> approvalCode) {
                waiting.countDown();
            }
        };
        MemoryHandler deferring = new MemoryHandler() {
            @Override
            public Answer decide(Offer offer) {
                return Answer.defer(offer.offer(), FAR, "later");
            }
        };
        List<InMemoryServer> servers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            InMemoryServer server = new InMemoryServer(Suite.X25519).file("a.conf", "listen 80\n");
            if (i % 3 == 0) {
                server.instead = (session, message) -> {
                    if (message instanceof Answer) {
                        session.send(new Wait(WaitFor.WINDOW, Optional.empty(), Optional.empty(), Optional.of(FAR)));
                    } else {
                        server.answer(session, message);
                    }
                };
            }
            servers.add(server);
            start(client(server, i % 3 == 1 ? deferring : new MemoryHandler(), listener));
            assertThat(threads("parley-")).hasSizeLessThanOrEqualTo(MOST_THREADS);
        }

        waiting.await();
        silenceAll(servers, () -> threads("parley-").size() <= 1);

        assertThat(ends).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void overRealSocketsClientsThatStayHoldNoThreadEither() throws Exception {
        int count = 30;
        CountDownLatch ended = new CountDownLatch(count);
        List<WebSocketPort> sockets = new ArrayList<>();
        List<InMemoryServer> servers = new ArrayList<>();
        UpdateListener listener = new UpdateListener() {
            @Override
            public void ended(Outcome outcome) {
                ended.countDown();
            }
        };
        for (int i = 0; i < count; i++) {
            WebSocketPort socket = new WebSocketPort();
            InMemoryServer server = new InMemoryServer(Suite.X25519, socket.url()).file("a.conf", "listen 80\n");
            socket.serve(server);
            sockets.add(socket);
            servers.add(server);
            start(UpdateClient.builder(server.token())
                    .handler(new MemoryHandler())
                    .listener(listener));
        }
        ended.await();
        silenceAll(servers, () -> threads("parley-").size() <= 1);
        assertThat(threads("tyrus-")).as("those that all connections share").hasSizeLessThanOrEqualTo(2);
        for (WebSocketPort socket : sockets) {
            socket.close();
        }
    }
}
