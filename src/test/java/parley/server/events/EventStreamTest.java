package parley.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.testing.internal.SettableClock;

class EventStreamTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final EventStream.Limits LIMITS =
            new EventStream.Limits(Duration.ofSeconds(30), Duration.ofMinutes(5));

    private final SettableClock clock = new SettableClock(START);
    private final Connection connection = new Connection();
    private long trimmed;
    private final List<TaskEvent> table = List.of(event(3, "offered"), event(4, "accepted"), event(9, "downloading"));

    @Test
    void sendsWhatIsBehindTheLastEventOnceAndInOrder() throws Exception {
        EventStream stream = stream(3);
        stream.flow(this::after);
        stream.flow(this::after);
        assertThat(connection.text())
                .isEqualTo("retry: 1000\nid: 3\nevent: begin\ndata: {\"number\":3}\n\n"
                        + "id: 4\nevent: client\ndata: {\"client\":{\"state\":\"accepted\"},\"number\":4,"
                        + "\"at\":\"2026-11-22T10:00:00Z\",\"kind\":\"client\"}\n\n"
                        + "id: 9\nevent: client\ndata: {\"client\":{\"state\":\"downloading\"},\"number\":9,"
                        + "\"at\":\"2026-11-22T10:00:00Z\",\"kind\":\"client\"}\n\n");
    }

    @Test
    void readsNothingForAReaderThatTakesNothingAndGoesOnWhereItStood() throws Exception {
        EventStream stream = stream(0);
        connection.takes = 1;
        stream.flow(this::after);
        assertThat(connection.text()).endsWith("data: {\"number\":0}\n\n");
        connection.takes = Integer.MAX_VALUE;
        stream.flow(this::after);
        assertThat(connection.text()).containsSubsequence("id: 3\n", "id: 4\n", "id: 9\n");
    }

    @Test
    void dropsAReaderThatTakesNothingForTooLong() throws Exception {
        EventStream stream = stream(0);
        connection.takes = 1;
        stream.flow(this::after);
        clock.set(START.plusSeconds(30));
        stream.flow(this::after);
        assertThat(stream.over()).isFalse();
        clock.set(START.plusSeconds(31));
        stream.flow(this::after);
        assertThat(stream.over()).isTrue();
        assertThat(connection.completed).isEqualTo(1);
    }

    @Test
    void saysEveryTenSecondsThatItIsStillThere() throws Exception {
        EventStream stream = stream(9);
        stream.flow(this::after);
        clock.set(START.plusSeconds(10));
        stream.flow(this::after);
        stream.flow(this::after);
        assertThat(connection.text())
                .endsWith("data: {\"number\":9}\n\n: still here\nevent: heartbeat\n"
                        + "data: {\"at\":\"2026-11-22T10:00:10Z\"}\n\n");
    }

    @Test
    void tellsAReaderThatMissedEventsThatAreGoneToLookAgain() throws Exception {
        trimmed = 4;
        EventStream behind = stream(3);
        behind.flow(this::after);
        assertThat(connection.text())
                .startsWith("retry: 1000\nid: 3\nevent: begin\ndata: {\"number\":3}\n\n"
                        + "id: 4\nevent: reset\ndata: {\"number\":4}\n\nid: 9\nevent: client\n");
    }

    @Test
    void saysNothingOfEventsThatAreGoneToAReaderThatHadThem() throws Exception {
        trimmed = 4;
        stream(4).flow(this::after);
        assertThat(connection.text()).doesNotContain("reset").contains("id: 9\n");
    }

    @Test
    void endsAfterItsLifeSoThatWhoeverComesBackIsLookedAtAgain() throws Exception {
        EventStream stream = stream(9);
        stream.flow(this::after);
        clock.set(START.plus(Duration.ofMinutes(5)).plusMillis(1));
        stream.flow(this::after);
        assertThat(stream.over()).isTrue();
    }

    @Test
    void aConnectionThatBreaksEndsItOnce() throws Exception {
        EventStream stream = stream(9);
        stream.onError(new java.io.IOException("gone"));
        stream.end();
        stream.flow(this::after);
        assertThat(connection.completed).isEqualTo(1);
        assertThat(connection.text()).isEmpty();
    }

    private EventStream stream(long last) throws Exception {
        return new EventStream("task", last, connection.context(), clock, LIMITS, stream -> {});
    }

    private EventLog.Read after(long number) {
        return new EventLog.Read(
                trimmed,
                table.stream()
                        .filter(event -> event.number() > Math.max(number, trimmed))
                        .toList());
    }

    private static TaskEvent event(long number, String state) {
        return new TaskEvent(
                number,
                START,
                "client",
                Json.createObjectBuilder()
                        .add("client", Json.createObjectBuilder().add("state", state))
                        .build());
    }

    /** A connection that takes so many writes. */
    private static final class Connection extends ServletOutputStream {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private int takes = Integer.MAX_VALUE;
        private int completed;

        String text() {
            return sent.toString(StandardCharsets.UTF_8);
        }

        AsyncContext context() {
            ServletResponse response = (ServletResponse) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {ServletResponse.class}, (p, method, a) -> this);
            return (AsyncContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (p, method, a) -> {
                        if (method.getName().equals("complete")) {
                            completed++;
                        }
                        return method.getName().equals("getResponse") ? response : null;
                    });
        }

        @Override
        public boolean isReady() {
            return takes > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int b) {
            sent.write(b);
        }

        @Override
        public void write(byte[] bytes) {
            takes--;
            sent.writeBytes(bytes);
        }
    }
}
