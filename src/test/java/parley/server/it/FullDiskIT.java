package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.ClientState;
import parley.message.Wait;
import parley.message.WaitFor;

/** A server with a small disk, which gets full: for an upload, and for the database with the audit log. */
@Tag("faults")
class FullDiskIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void nothingThatWasAnsweredIsLost() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString()), "mounts need root");
        try (ServerProcess server = ServerProcess.start(
                payara -> payara.set("parley.data.dir", disk.resolve("data").toString())
                        .set("parley.limits.disk.reserve", Integer.toString(4 * MEBIBYTE)))) {
            anUploadThatDoesNotFitIsRefused(running(server, disk));
            theDatabaseIsFull(server, disk);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void anUploadThatDoesNotFitIsRefused(RunningServer server) throws Exception {
        String big = PseudoRandomStream.letters(60 * MEBIBYTE);
        Rest.Answer refused = server.admin().upload(new MultipartBody().file("big", big));
        assertThat(refused.status()).as(refused.text()).isEqualTo(507);
        assertThat(refused.text()).contains("\"code\":\"no_space\"");
        server.admin().upload(new MultipartBody().file("small", "fits")).expect(201);
        assertThat(server.withoutKey().get("/health/ready").status()).isEqualTo(200);
    }

    private void theDatabaseIsFull(ServerProcess server, Path disk) throws Exception {
        RunningServer running = running(server, disk);
        StartedTask task = StartedTask.start(
                running,
                running.port(),
                Map.of("app.conf", "room: none\n"),
                "{\"apply\":\"together\",\"expectedClients\":2}");
        try (JoiningClient waiting = new Machine(folder.resolve("1"), "waits").begin(task.token())) {
            waiting.await(Wait.of(WaitFor.OTHERS));
            JsonObject before = task.client("waits");
            Path filler = disk.resolve("filler");
            fill(filler);
            Await.until(
                    "the server is not ready",
                    SOON,
                    () -> running.withoutKey().get("/health/ready").status() == 503);
            int made = 0;
            Rest.Answer answer = draft(running, task, made);
            while (answer.status() == 201) {
                answer = draft(running, task, ++made);
            }
            assertThat(answer.status()).as(answer.text()).isIn(503, 507);
            assertThat(answer.text()).containsAnyOf("\"code\":\"unavailable\"", "\"code\":\"no_space\"");

            Files.delete(filler);
            server.kill();
            server.restart();

            assertThat(task.client("waits").getJsonArray("history")).isEqualTo(before.getJsonArray("history"));
            assertThat(running.admin()
                            .get("/api/v1/tasks?search=draft&limit=500")
                            .expect(200)
                            .json()
                            .getJsonArray("tasks")
                            .size())
                    .isGreaterThanOrEqualTo(made);
            assertThat(running.admin()
                            .get("/api/v1/audit/verify")
                            .expect(200)
                            .json()
                            .getBoolean("ok"))
                    .isTrue();
            assertThat(new Machine(folder.resolve("2"), "last")
                            .join(task.token())
                            .state())
                    .isEqualTo(ClientState.SUCCEEDED);
            assertThat(waiting.outcome().state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    private static RunningServer running(ServerProcess server, Path disk) {
        return new RunningServer(server.running().port(), disk.resolve("data"));
    }

    private static Rest.Answer draft(RunningServer server, StartedTask like, int number) throws Exception {
        return server.admin()
                .post("/api/v1/tasks", "{\"from\":\"" + like.id() + "\",\"name\":\"draft " + number + "\"}");
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream file = Files.newOutputStream(filler)) {
            for (int blocks = 0; blocks < 48 * MEBIBYTE; blocks++) {
                file.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
