package parley.server.sessions.connection;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.SettableClock;

class OutboundQueueTest {

    /** A socket whose peer takes a message when the test says so, or at once. */
    private static final class FakeSocket extends Socket {
        final List<String> sent = new ArrayList<>();
        final Queue<SendHandler> inFlight = new ArrayDeque<>();
        boolean atOnce;

        FakeSocket() {
            super(null);
        }

        @Override
        public void send(byte[] message, SendHandler done) {
            sent.add(new String(message));
            if (atOnce) {
                done.onResult(new SendResult());
            } else {
                inFlight.add(done);
            }
        }

        void taken() {
            inFlight.remove().onResult(new SendResult());
        }

        void lost() {
            inFlight.remove().onResult(new SendResult(new IOException("gone")));
        }
    }

    private final FakeSocket socket = new FakeSocket();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final Queue<String> source = new ArrayDeque<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final MemoryBudget memory = new MemoryBudget(100L * 1024 * 1024);
    private final OutboundQueue outbound =
            new OutboundQueue(socket, clock, memory.share(), this::refill, givenUp::incrementAndGet);

    private boolean refill() {
        String next = source.poll();
        if (next != null) {
            add(next);
        }
        return next != null;
    }

    private void add(String message) {
        outbound.add(message.getBytes());
    }

    @Test
    void oneMessageIsInFlightAndTheOthersFollowInOrder() {
        add("a");
        add("b");
        outbound.flush();
        assertThat(socket.sent).containsExactly("a");

        socket.taken();
        assertThat(socket.sent).containsExactly("a", "b");
    }

    @Test
    void sourceIsAskedOnlyWhenNothingWaits() {
        source.add("data 1");
        source.add("data 2");
        add("json");
        outbound.flush();
        assertThat(socket.sent).containsExactly("json");

        socket.taken();
        add("more json");
        assertThat(socket.sent).containsExactly("json", "data 1");
        socket.taken();
        socket.taken();
        assertThat(socket.sent).containsExactly("json", "data 1", "more json", "data 2");
    }

    @Test
    void peerThatTakesEverythingAtOnceDoesNotDeepenTheStack() {
        socket.atOnce = true;
        for (int i = 0; i < 100_000; i++) {
            source.add("data");
        }
        outbound.flush();

        assertThat(socket.sent).hasSize(100_000);
    }

    @Test
    void peerThatTakesNothingIsGivenUpBeforeMemoryFills() {
        byte[] megabyte = new byte[1024 * 1024];
        for (int i = 0; i < 8; i++) {
            outbound.add(megabyte);
            outbound.flush();
        }
        assertThat(givenUp.get()).isPositive();
    }

    @Test
    void whatWaitsIsCountedUntilItHasLeftOrIsForgotten() {
        add("in flight");
        add("waits");
        add("waits too");
        outbound.flush();
        assertThat(memory.taken()).isEqualTo(14);

        socket.taken();
        assertThat(memory.taken()).isEqualTo(9);
        outbound.die();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void peerThatIsBehindIsGivenUpWhenOthersNeedTheMemory() {
        outbound.add(new byte[1]);
        outbound.add(new byte[1024 * 1024]);
        outbound.flush();
        assertThat(givenUp).hasValue(0);

        memory.share().take(100L * 1024 * 1024);
        outbound.flush();
        assertThat(givenUp).hasValue(1);
    }

    @Test
    void brokenConnectionIsGivenUp() {
        add("a");
        outbound.flush();
        socket.lost();

        assertThat(givenUp).hasValue(1);
    }

    @Test
    void messageThatNobodyTakesForAMinuteIsStuck() {
        add("a");
        outbound.flush();
        clock.advance(Duration.ofSeconds(60));
        assertThat(outbound.stuck()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(outbound.stuck()).isTrue();

        socket.taken();
        assertThat(outbound.stuck()).isFalse();
    }

    @Test
    void lastThingHappensAfterEverythingHasLeft() {
        AtomicInteger closed = new AtomicInteger();
        add("a");
        outbound.flush();
        outbound.whenEmpty(closed::incrementAndGet);
        assertThat(closed).hasValue(0);

        socket.taken();
        assertThat(closed).hasValue(1);
    }
}
