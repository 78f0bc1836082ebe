package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.testing.internal.WebSocketPort;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Reason;
import parley.message.Report;

/** A client process that is killed with -9 as soon as the server hears certain messages, and started again. */
@Timeout(300)
class ClientCrashTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(3);

    @TempDir
    private Path temp;

    private final Deque<String> deadlyMoments = new ArrayDeque<>();
    private ClientProcess client;
    private boolean cutOnce;

    private InMemoryServer server(WebSocketPort socket) {
        InMemoryServer server = new InMemoryServer(socket.url())
                .file("proxy.conf", "listen 80\n")
                .file("empty", "");
        client = new ClientProcess(temp, server);
        server.instead = (session, message) -> {
            server.answer(session, message);
            killAt(server, message);
        };
        server.atCut = client::kill;
        socket.serve(server);
        return server;
    }

    private void killAt(InMemoryServer server, Message message) {
        String moment = message instanceof Report report
                ? report.state().name()
                : message.getClass().getSimpleName();
        if (moment.equals(deadlyMoments.peek())) {
            deadlyMoments.remove();
            client.kill();
        } else if (moment.equals("Fetch") && !cutOnce) {
            cutOnce = true;
            server.cutAfterBytes = 3_000_000;
        }
    }

    private int runToTheEnd() throws Exception {
        int runs = 1;
        while (!client.run()) {
            runs++;
        }
        return runs;
    }

    private static void assertOneEnd(InMemoryServer server, ClientState end) {
        assertThat(server.reports).extracting(Report::seq).isSorted().doesNotHaveDuplicates();
        assertThat(server.reports).extracting(Report::state).isSorted();
        assertThat(server.reports.stream().filter(r -> r.state().terminal()))
                .extracting(Report::state)
                .containsExactly(end);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClientThatIsKilledAgainAndAgainComesThroughWithOneUpdate() throws Exception {
        deadlyMoments.addAll(
                List.of("Hello", "Inventory", "Answer", "DOWNLOADING", "Fetch", "STAGED", "APPLYING", "SUCCEEDED"));
        try (WebSocketPort socket = new WebSocketPort()) {
            InMemoryServer server = server(socket);
            byte[] content = new byte[4_000_000];
            new Random(1).nextBytes(content);
            server.file("big", content);

            int runs = runToTheEnd();

            assertThat(client.output()).endsWith("SUCCEEDED\n");
            assertThat(runs).as("runs").isGreaterThan(8);
            assertOneEnd(server, ClientState.SUCCEEDED);
            assertThat(server.heard(Fetch.class)).anyMatch(fetch -> fetch.offset() > 0);
            assertThat(client.files()).containsOnlyKeys("proxy.conf", "empty", "big");
            assertThat(client.files().get("big")).isEqualTo(content);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClientThatIsKilledWhileItsUpdateWaitsForTheConfirmationComesBackAndHasItConfirmed() throws Exception {
        deadlyMoments.addAll(List.of("CONFIRMING", "Inventory", "SUCCEEDED"));
        try (WebSocketPort socket = new WebSocketPort()) {
            InMemoryServer server = server(socket);
            server.terms = ClientFixture.terms(false, Optional.of(LONG));

            int runs = runToTheEnd();

            assertThat(runs).as("runs").isEqualTo(4);
            assertThat(server.reportedStates()).contains(ClientState.CONFIRMING);
            assertOneEnd(server, ClientState.SUCCEEDED);
            assertThat(client.files()).containsOnlyKeys("proxy.conf", "empty");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClientThatIsKilledUnconfirmedAndComesBackTooLateHasTheOldStateAgain() throws Exception {
        deadlyMoments.add("CONFIRMING");
        try (WebSocketPort socket = new WebSocketPort()) {
            InMemoryServer server = server(socket);
            server.terms = ClientFixture.terms(false, Optional.of(SHORT));
            server.confirms = false;
            Files.createDirectories(client.folder());
            Files.writeString(client.folder().resolve("proxy.conf"), "listen 8080\n");

            assertThat(client.run()).as("is killed").isFalse();
            assertThat(client.files().get("proxy.conf")).asString().isEqualTo("listen 80\n");
            runToTheEnd();

            assertThat(client.output()).endsWith("ROLLED_BACK\n");
            assertOneEnd(server, ClientState.ROLLED_BACK);
            assertThat(server.lastReport().orElseThrow().reason()).contains(Reason.CONFIRM_TIMEOUT);
            assertThat(client.files()).containsOnlyKeys("proxy.conf");
            assertThat(client.files().get("proxy.conf")).asString().isEqualTo("listen 8080\n");
        }
    }
}
