package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.internal.concurrent.Mailbox;
import parley.client.internal.concurrent.SharedThreads;
import parley.client.internal.connection.Connection;
import parley.client.internal.connection.Transport;
import parley.client.internal.failure.SessionEnd;
import parley.client.internal.failure.SessionEnd.Kind;
import parley.client.testing.internal.SettableClock;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Ping;
import parley.message.Welcome;
import parley.message.platform.Platform;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/** What a connection does as time passes, with a clock that is moved by hand. */
@Timeout(60)
class ConnectionTimeTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SettableClock clock = new SettableClock();
    private final Mailbox mailbox = new Mailbox(clock, SharedThreads.STEPS, () -> false, broken -> {});
    private final InMemoryServer server = new InMemoryServer();
    private final CountDownLatch welcomed = new CountDownLatch(1);
    private final LinkedBlockingQueue<Message> heard = new LinkedBlockingQueue<>();

    private final Connection.Owner owner = new Connection.Owner() {
        @Override
        public Hello hello() {
            return new Hello("db-1", Map.of(), new Agent("test", "1"), Platform.current(), List.of(), Optional.empty());
        }

        @Override
        public void welcomed(Welcome welcome) {
            welcomed.countDown();
        }

        @Override
        public void received(Message message) {
            heard.add(message);
        }

        @Override
        public void received(Incoming.Data data) {
            throw new IllegalStateException("no data was asked for");
        }
    };

    private final Connection connection =
            new Connection(server.token(), StaticKey.generate(RANDOM), RANDOM, clock, mailbox, owner);

    private CompletableFuture<SessionEnd> run(Transport transport) {
        CompletableFuture<SessionEnd> end = new CompletableFuture<>();
        mailbox.post(() -> connection.open(transport, URI.create(InMemoryServer.URL + Wire.PATH), end::complete));
        return end;
    }

    private void pass(Duration time) {
        clock.advance(time);
        mailbox.post(() -> {});
    }

    @Test
    void aServerThatSaysNothingIsGivenUpTenSecondsAfterTheUpgrade() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<SessionEnd> end =
                run((endpoint, receiver) -> CompletableFuture.completedFuture(new Silent(open)));
        open.await();
        mailbox.post(() -> mailbox.post(() -> pass(Wire.HANDSHAKE_TIMEOUT)));

        assertThat(end.get().kind()).isEqualTo(Kind.HANDSHAKE);
        assertThat(end.get().why()).isEqualTo("the server did not finish the handshake in time");
    }

    @Test
    void aSilentServerIsAskedForASignOfLifeAndGivenUpAfterAMinute() throws Exception {
        LinkedBlockingQueue<Message> pings = new LinkedBlockingQueue<>();
        server.instead = (session, message) -> {
            if (message instanceof Hello) {
                server.answer(session, message);
            } else {
                pings.add(message);
            }
        };
        CompletableFuture<SessionEnd> end = run(server);
        welcomed.await();

        pass(Duration.ofSeconds(20));
        assertThat(pings.poll(30, TimeUnit.SECONDS)).isEqualTo(new Ping());
        pass(Duration.ofSeconds(20));
        assertThat(pings.poll(30, TimeUnit.SECONDS)).isEqualTo(new Ping());
        pass(Duration.ofSeconds(20));

        assertThat(end.get().kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(end.get().why()).isEqualTo("the server fell silent");
        assertThat(end.get().welcomed()).isTrue();
        assertThat(end.get().life()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aServerThatDoesNotAnswerACloseIsWaitedForFiveSeconds() throws Exception {
        server.instead = (session, message) -> {
            server.answer(session, message);
            session.deaf();
        };
        CompletableFuture<SessionEnd> end = run(server);
        welcomed.await();
        mailbox.post(() -> connection.leave("everything is done"));
        mailbox.post(() -> pass(Wire.CLOSE_WAIT.minusMillis(1)));

        assertThat(waitShortly(end)).as("ended early").isFalse();
        pass(Duration.ofMillis(1));
        assertThat(end.get().kind()).isEqualTo(Kind.FINISHED);
    }

    @Test
    void aServerThatClosesIsAnsweredWithAClose() throws Exception {
        server.instead = (session, message) -> {
            server.answer(session, message);
            session.close(CloseCode.TASK_ENDED, 0, "over");
        };

        SessionEnd end = run(server).get();

        assertThat(end.kind()).isEqualTo(Kind.CLOSED);
        assertThat(end.close().orElseThrow().code()).isEqualTo(CloseCode.TASK_ENDED);
        assertThat(end.close().orElseThrow().reason()).isEqualTo("over");
        assertThat(server.closes).containsExactly(CloseCode.DONE);
    }

    private static boolean waitShortly(CompletableFuture<SessionEnd> end) throws Exception {
        try {
            end.get(100, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillOpen) {
            return false;
        }
    }

    private static final class Silent implements Transport.Link {

        Silent(CountDownLatch open) {
            open.countDown();
        }

        @Override
        public void send(byte[] message) {
            throw new IllegalStateException("there is nothing to answer");
        }

        @Override
        public void close(int code) {}
    }
}
