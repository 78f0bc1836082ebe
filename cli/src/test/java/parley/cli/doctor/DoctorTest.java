package parley.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.CommandRun;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.Secret;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

class DoctorTest {

    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    @TempDir
    Path home;

    @Test
    void aClientThatCannotReachItsServerHearsWhatToDo() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        CommandRun run = parley(
                Map.of("HTTPS_PROXY", "http://proxy.example:3128"),
                "doctor",
                token("ws://127.0.0.1:" + closed, NOW.minusSeconds(60)),
                "--to",
                home.resolve("app").toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out().lines())
                .contains(
                        "ok       state folder: " + home + "/.local/state/parley does not exist yet and can be made.",
                        "ok       destination: " + home + "/app does not exist yet and can be made.",
                        "warning  proxy: Set: HTTPS_PROXY. Parley does not use them.",
                        "warning  token: By this machine's clock it lets no new client in since 2026-11-28 07:59 Z.",
                        "ok       name 127.0.0.1: It leads to 127.0.0.1.",
                        "wrong    connection 127.0.0.1:" + closed + ": It cannot be reached: Connection refused.",
                        "         start the server, or open this port in the firewalls between here and there");
        assertThat(run.out()).doesNotContain("parley1_");
    }

    @Test
    void aTokenThatIsMistypedIsToldAsJoinTellsIt() {
        CommandRun run = parley(Map.of(), "doctor", "parley1_mistyped");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("  hint: copy the whole token again");
    }

    @Test
    void aMachineWithoutAServerHearsThatNoneRuns() {
        CommandRun run =
                parley(Map.of(), "doctor", "--data", home.resolve("data").toString(), "--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .startsWith(
                        "{\"side\":\"server\",\"ok\":false,\"findings\":[{\"check\":\"data folder\",\"verdict\":\"ok\"")
                .contains("{\"check\":\"server\",\"verdict\":\"wrong\",\"text\":\"No server is known here. No server"
                        + " that parley serve started runs from " + home + "/data.\",\"advice\":\"parley serve, or"
                        + " --server URL for one that runs elsewhere\"}");
    }

    @Test
    void anInterruptedRestoreIsSeen() throws IOException {
        Path data = Files.createDirectory(home.resolve("data"));
        Files.writeString(data.resolve("restore.incomplete"), "{}");

        assertThat(parley(Map.of(), "doctor", "--data", data.toString()).out())
                .contains("wrong    data folder's state: A restore was interrupted.\n"
                        + "         parley restore-server FILE --force, with the same --data\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderWithSecretsThatOthersCanReadIsWrong() throws IOException {
        Path folder = Files.createDirectory(home.resolve("state"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(FolderChecks.closed("state", folder))
                .isEqualTo(Finding.wrong("state", "Others may read or write " + folder + ".", "chmod 700 " + folder));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(FolderChecks.closed("state", folder).verdict()).isEqualTo(Finding.Verdict.OK);
    }

    @Test
    void aFileInThePlaceOfAFolderIsWrong() throws IOException {
        Path file = Files.createFile(home.resolve("file"));

        assertThat(FolderChecks.writable("destination", file.resolve("below")).text())
                .isEqualTo(file + " is not a folder.");
    }

    @Test
    void aNameThatNobodyKnowsIsWrong() {
        assertThat(NetworkChecks.name(URI.create("wss://no-such-name.invalid:8443")))
                .extracting(Finding::check, Finding::verdict, Finding::text)
                .containsExactly(
                        "name no-such-name.invalid", Finding.Verdict.WRONG, "This machine does not know the name.");
    }

    @Test
    void theTimeOfAServerIsAskedOverTheSchemeOfItsAddress() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            URI plain = URI.create("ws://127.0.0.1:" + port);
            Instant now = Instant.now();

            assertThat(NetworkChecks.clock(plain, now).verdict()).isEqualTo(Finding.Verdict.OK);
            assertThat(NetworkChecks.clock(plain, now.plusSeconds(7200)).text())
                    .isEqualTo("This machine is 2 h ahead of the server.");
            assertThat(NetworkChecks.clock(URI.create("wss://127.0.0.1:" + port), now))
                    .satisfies(noTls -> {
                        assertThat(noTls.verdict()).isEqualTo(Finding.Verdict.WARNING);
                        assertThat(noTls.text()).startsWith("The server's time is unknown: ");
                    });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void clocksMayDifferByAMinute() {
        assertThat(NetworkChecks.clock(NOW, NOW.plusSeconds(60)).verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(NetworkChecks.clock(NOW, NOW.plusSeconds(3600)).text())
                .isEqualTo("This machine is 1 h ahead of the server.");
        assertThat(NetworkChecks.clock(NOW, NOW.minus(Duration.ofDays(3))).text())
                .isEqualTo("This machine is 3 d behind the server.");
    }

    @Test
    void aCheckThatDoesNotEndIsGivenUpAndTheNextOneRuns() {
        Checks checks = new Checks(Duration.ofMillis(50));
        checks.run("disk", () -> {
            new CountDownLatch(1).await();
            return Finding.ok("disk", "");
        });
        checks.run("next", () -> Finding.ok("next", "It ran."));

        assertThat(checks.findings())
                .extracting(Finding::check, Finding::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("disk", Finding.Verdict.WRONG),
                        org.assertj.core.groups.Tuple.tuple("next", Finding.Verdict.OK));
    }

    private static String token(String url, Instant notAfter) throws JoinTokenException {
        SecureRandom random = new SecureRandom();
        byte[] psk = new byte[32];
        random.nextBytes(psk);
        return new JoinToken(
                        Suite.X25519,
                        KeyId.random(random),
                        Secret.of(psk),
                        StaticKey.generate(random).publicKey(),
                        notAfter,
                        List.of(url))
                .unsafeText();
    }

    private CommandRun parley(Map<String, String> variables, String... words) {
        return CommandRun.of(home, Clock.fixed(NOW, ZoneOffset.UTC), variables, words);
    }
}
