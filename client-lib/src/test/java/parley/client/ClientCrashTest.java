package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.testing.internal.WebSocketPort;
import parley.examples.FolderExample;
import parley.message.ClientState;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Report;

/** A client process that is killed with -9 as soon as the server hears certain messages, and started again. */
@Timeout(300)
class ClientCrashTest {

    @TempDir
    private Path temp;

    private final Deque<String> deadlyMoments = new ArrayDeque<>(
            List.of("Hello", "Inventory", "Answer", "DOWNLOADING", "Fetch", "STAGED", "APPLYING", "SUCCEEDED"));
    private volatile Process client;
    private volatile boolean killed;
    private boolean cutOnce;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aClientThatIsKilledAgainAndAgainComesThroughWithOneUpdate() throws Exception {
        try (WebSocketPort socket = new WebSocketPort()) {
            FakeServer server = new FakeServer(socket.url())
                    .file("proxy.conf", "listen 80\n")
                    .file("empty", "");
            byte[] content = new byte[4_000_000];
            new Random(1).nextBytes(content);
            server.file("big", content);
            server.instead = (session, message) -> {
                server.answer(session, message);
                killAt(server, message);
            };
            server.atCut = this::kill;
            socket.serve(server);

            int runs = 0;
            do {
                killed = false;
                runs++;
                start(server);
                assertThat(client.waitFor(60, TimeUnit.SECONDS))
                        .as("run " + runs + " ends")
                        .isTrue();
            } while (killed);

            assertThat(Files.readString(temp.resolve("out"))).endsWith("SUCCEEDED\n");
            assertThat(runs).as("runs").isGreaterThan(8);
            assertThat(server.reports).extracting(Report::seq).isSorted().doesNotHaveDuplicates();
            assertThat(server.reports.stream().filter(r -> r.state().terminal()))
                    .extracting(Report::state)
                    .containsExactly(ClientState.SUCCEEDED);
            assertThat(server.heard(Fetch.class)).anyMatch(fetch -> fetch.offset() > 0);
            assertThat(files()).containsOnlyKeys("proxy.conf", "empty", "big");
            assertThat(files().get("big")).isEqualTo(content);
        }
    }

    private void killAt(FakeServer server, Message message) {
        String moment = message instanceof Report report
                ? report.state().name()
                : message.getClass().getSimpleName();
        if (moment.equals(deadlyMoments.peek())) {
            deadlyMoments.remove();
            kill();
        } else if (moment.equals("Fetch") && !cutOnce) {
            cutOnce = true;
            server.cutAfterBytes = 3_000_000;
        }
    }

    private void kill() {
        killed = true;
        client.destroyForcibly();
    }

    private void start(FakeServer server) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath.replace(';', File.pathSeparatorChar),
                        FolderExample.class.getName(),
                        server.token().unsafeText(),
                        temp.resolve("state").toString(),
                        temp.resolve("folder").toString())
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("out").toFile()))
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(temp.resolve("err").toFile()))
                .start();
    }

    private Map<String, byte[]> files() throws IOException {
        Path folder = temp.resolve("folder");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString();
                if (!name.startsWith(".parley")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
