package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.CommandRun;
import parley.protocol.JoinToken;

/**
 * The https that docs/operations.md describes: {@code parley serve}, told of its proxy, behind a real nginx on the same
 * machine.
 */
class ProxyIT {

    @TempDir
    static Path home;

    private static int port;
    private static int serverPort;
    private static Nginx nginx;
    private static ProgramRun serve;
    private static HttpClient http;

    @BeforeAll
    static void startServerAndProxy() throws Exception {
        port = PortCheck.anyFree();
        serverPort = PortCheck.anyFree();
        nginx = Nginx.start(Files.createDirectory(home.resolve("nginx")), port, serverPort);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(nginx.trust())
                .build();
        serve = ProgramRun.start(
                home,
                Map.of("PARLEY_PROXY_ADDRESSES", "127.0.0.1"),
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(serverPort),
                "--data",
                home.resolve("data").toString(),
                "--public-url",
                "wss://localhost:" + port);
        serve.awaitLine("admin page");
        awaitProxy();
    }

    @AfterAll
    static void stopBoth() throws Exception {
        serve.handle().destroy();
        serve.awaitEnd();
        serve.close();
        nginx.close();
    }

    private static void awaitProxy() throws Exception {
        Instant deadline = Instant.now().plusSeconds(30);
        while (true) {
            try {
                get("https", port, "/health/live", "X-Try", "1");
                return;
            } catch (ConnectException notYet) {
                assertThat(nginx.runs())
                        .as(Files.readString(home.resolve("nginx/nginx.out")))
                        .isTrue();
                assertThat(Instant.now()).isBefore(deadline);
            }
        }
    }

    @Test
    void pageAndRestAnswerThroughTheProxyAsTheyDoOnThisMachine() throws Exception {
        assertThat(get("https", port, "/").body()).contains("<title>");
        assertThat(get("https", port, "/api/v1/tasks").statusCode()).isEqualTo(401);
        assertThat(get("https", port, "/api/v1/tasks", "Authorization", "Bearer " + key())
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("http", serverPort, "/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyBehindTheProxyPassesForAProgramOfThisMachine() throws Exception {
        assertThat(get("http", serverPort, "/metrics").statusCode()).isEqualTo(200);
        assertThat(get("https", port, "/metrics").statusCode()).isEqualTo(401);
        assertThat(get("https", port, "/metrics", "X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("http", serverPort, "/metrics", "X-Forwarded-Proto", "https")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("http", serverPort, "/", "X-Forwarded-For", "127.0.0.1").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aTaskMadeOnThisMachineIsJoinedThroughTheProxyAndItsEventsAreSeenThere() throws Exception {
        Path bundle = Files.createDirectory(home.resolve("bundle"));
        Files.writeString(bundle.resolve("app.conf"), "tls = 1.3\n");

        CommandRun created = parley("task", "create", bundle.toString(), "--name", "behind-a-proxy");
        assertThat(created).as(created.err()).extracting(CommandRun::exit).isEqualTo(0);
        assertThat(created.out()).startsWith("parley join parley1_");
        JoinToken token = JoinToken.parse(created.out().strip().substring("parley join ".length()));
        assertThat(token.urls()).containsExactly("wss://localhost:" + port);

        CommandRun joined =
                parley("join", token.unsafeText(), "--to", home.resolve("app").toString(), "--yes");
        assertThat(joined).as(joined.err()).extracting(CommandRun::exit).isEqualTo(0);
        assertThat(home.resolve("app/app.conf")).hasContent("tls = 1.3\n");

        assertThat(firstEvent(taskId())).startsWith("data:").contains("\"");
    }

    @Test
    void noKeyGetsABackUpThroughTheProxy() throws Exception {
        HttpResponse<String> refused = http.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/api/v1/backup"))
                        .header("Authorization", "Bearer " + key())
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":\"local_only\"");
    }

    private static String taskId() throws Exception {
        String tasks = get("https", port, "/api/v1/tasks", "Authorization", "Bearer " + key())
                .body();
        return tasks.replaceFirst("(?s).*?\"(?:id|task)\":\"([^\"]+)\".*", "$1");
    }

    /** The first line with data of the stream of events, while that stream is still open. */
    private static String firstEvent(String task) throws Exception {
        HttpResponse<InputStream> events = http.send(
                request(
                        "https",
                        port,
                        "/api/v1/tasks/" + task + "/events",
                        "Authorization",
                        "Bearer " + key(),
                        "Accept",
                        "text/event-stream",
                        "Last-Event-ID",
                        "0"),
                BodyHandlers.ofInputStream());
        assertThat(events.statusCode()).isEqualTo(200);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    return line;
                }
            }
        }
        throw new AssertionError("no event came");
    }

    private static HttpResponse<String> get(String scheme, int at, String path, String... headers) throws Exception {
        return http.send(request(scheme, at, path, headers), BodyHandlers.ofString());
    }

    private static HttpRequest request(String scheme, int at, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(scheme + "://" + (scheme.equals("https") ? "localhost:" : "127.0.0.1:") + at + path))
                .timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    private static String key() throws IOException {
        return Files.readString(home.resolve("data/admin.key")).strip();
    }

    @Test
    void aPersonOfAnotherMachineSignsInWithTheFingerprintOfTheCertificate() throws Exception {
        Path other = Files.createDirectory(home.resolve("other"));
        Path key = Files.writeString(other.resolve("admin.key"), key());
        String address = "https://localhost:" + port;

        CommandRun untrusted = on(other, "login", address, "--key-file", key.toString());
        assertThat(untrusted.exit()).isEqualTo(4);
        assertThat(untrusted.err()).contains("This machine does not trust the certificate of " + address + ".");
        String fingerprint = untrusted.err().replaceAll("(?s).*--fingerprint ([0-9a-f]{64}).*", "$1");

        CommandRun wrong = on(other, "login", address, "--key-file", key.toString(), "--fingerprint", "00".repeat(32));
        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err()).contains("and not the expected one, 00:00:");

        CommandRun signedIn =
                on(other, "login", address, "--key-file", key.toString(), "--fingerprint", fingerprint, "--json");
        assertThat(signedIn.out())
                .isEqualTo("{\"profile\":\"localhost\",\"server\":\"" + address + "\",\"certificate\":\"" + fingerprint
                        + "\",\"name\":\"admin\",\"role\":\"admin\"}\n");

        assertThat(on(other, "task", "list", "--json").exit()).isEqualTo(0);
        assertThat(on(other, "logout").exit()).isEqualTo(0);
        assertThat(on(other, "task", "list").exit()).isEqualTo(3);
    }

    private static CommandRun on(Path machine, String... words) {
        return CommandRun.of(machine, Clock.systemUTC(), Map.of(), words);
    }

    private static CommandRun parley(String... words) {
        return CommandRun.of(home, Clock.systemUTC(), Map.of(), words);
    }
}
