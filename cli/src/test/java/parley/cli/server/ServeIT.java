package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley serve} as processes: what a person sees, and what is left when it ends. */
class ServeIT {

    @TempDir
    Path home;

    @Test
    void itServesUntilItIsToldToStopAndLeavesNothingRunning() throws Exception {
        Path data = home.resolve("data");
        int port = PortCheck.anyFree();
        ProcessHandle server;
        try (ProgramRun serve = serve(data, port)) {
            String ready = serve.awaitLine("Parley is ready");
            serve.awaitLine("data  ");
            serve.awaitLine("clients use");
            String page = serve.awaitLine("admin page");
            server = serve.child();

            assertThat(ready).isEqualTo("Parley is ready at http://127.0.0.1:" + port + "  (Ctrl-C stops it)");
            assertThat(page).contains("http://127.0.0.1:" + port + "/#sign-in=").contains("works once");
            assertThat(data.resolve("sign-in-link")).doesNotExist();
            assertThat(data.resolve("server.json")).content().contains("\"url\":\"http://127.0.0.1:" + port + "\"");
            assertThat(data.resolve("logs/server.log")).content().contains("ready in");
            assertThat(health(port)).isEqualTo(200);

            assertThatASecondServerIsRefused(data, port);
            assertThatACommandFindsIt(data, port);

            serve.handle().destroy();
            assertThat(serve.awaitEnd()).isZero();
            assertThat(serve.errors()).contains("Stopped.");
        }
        assertThat(server.isAlive()).isFalse();
        assertThat(data.resolve("server.json")).doesNotExist();
        assertThat(data.resolve("run")).doesNotExist();
        assertThat(home.resolve(".local/state/parley/servers")).isEmptyDirectory();
    }

    private void assertThatACommandFindsIt(Path data, int port) throws Exception {
        assertThat(home.resolve(".local/state/parley/servers"))
                .isDirectoryContaining(file -> file.toString().endsWith(".json"));
        try (ProgramRun wherever = ProgramRun.start(home, "task", "list", "--json")) {
            assertThat(wherever.awaitEnd()).as(wherever.errors()).isZero();
            assertThat(wherever.printed()).containsExactly("{\"tasks\":[]}");
        }
        try (ProgramRun byItsAddress =
                ProgramRun.start(home, "task", "list", "--json", "--server", "http://127.0.0.1:" + port)) {
            assertThat(byItsAddress.awaitEnd()).as(byItsAddress.errors()).isZero();
        }
        try (ProgramRun another = ProgramRun.start(home, "task", "list", "--data", home + "/other")) {
            assertThat(another.awaitEnd()).isEqualTo(3);
            assertThat(another.errors())
                    .isEqualTo("error: No server is known here.\n  why: No server that parley serve started runs from "
                            + home + "/other.\n  hint: parley serve, or --server URL for one that runs elsewhere\n");
        }
        assertThat(data.resolve("admin.key")).exists();
    }

    private void assertThatASecondServerIsRefused(Path data, int port) throws Exception {
        try (ProgramRun samePort = serve(home.resolve("other"), port)) {
            assertThat(samePort.awaitEnd()).isEqualTo(1);
            assertThat(samePort.errors())
                    .startsWith("error: Port " + port + " is in use.\n  why: ")
                    .contains("\n  hint: parley serve --port " + (port + 1));
        }
        try (ProgramRun sameData = serve(data, PortCheck.anyFree())) {
            assertThat(sameData.awaitEnd()).isEqualTo(1);
            assertThat(sameData.errors())
                    .startsWith("error: The data folder " + data + " is in use by another server.\n")
                    .contains("  why: The one at http://127.0.0.1:" + port + " (process ");
        }
    }

    @Test
    void theServerEndsWhenTheCommandIsKilled() throws Exception {
        try (ProgramRun serve = serve(home.resolve("data"), PortCheck.anyFree())) {
            serve.awaitLine("Parley is ready");
            ProcessHandle server = serve.child();

            serve.handle().destroyForcibly();

            assertThat(server.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    @Test
    void aServerThatCannotStartSaysWhy() throws Exception {
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(data.resolve("db"), "this is a file where the database's folder belongs");
        try (ProgramRun serve = ProgramRun.start(
                home,
                Map.of("PARLEY_LOG", "json"),
                "serve",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(PortCheck.anyFree()),
                "--data",
                data.toString())) {
            assertThat(serve.awaitEnd()).isEqualTo(1);
            assertThat(Files.readAllLines(data.resolve("logs/server.log")))
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            assertThat(serve.errors())
                    .startsWith("error: The server could not start.\n  why: ")
                    .contains("\n  hint: read " + data.resolve("logs/server.log"))
                    .doesNotContain("\tat ");
        }
    }

    private ProgramRun serve(Path data, int port) throws IOException {
        return ProgramRun.start(
                home, "serve", "--host", "127.0.0.1", "--port", Integer.toString(port), "--data", data.toString());
    }

    private static int health(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
