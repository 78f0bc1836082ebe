package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is killed with -9 and started again. */
class ResilienceIT {

    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(UnaryOperator.identity());
    }

    @BeforeEach
    void ready() throws Exception {
        server.restartIfEnded();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterKillMinusNine() throws Exception {
        JsonObject bundle = server.running()
                .as("operator")
                .upload(new MultipartBody().field("name", "site").file("a/b", "kept"))
                .expect(201)
                .json();
        server.kill();
        server.restart();
        Rest admin = server.running().admin();
        assertThat(admin.get("/api/v1/bundles/" + bundle.getString("sha256") + "/files/a/b")
                        .expect(200)
                        .text())
                .isEqualTo("kept");
        assertThat(admin.get("/api/v1/audit/verify").expect(200).json().getBoolean("ok"))
                .isTrue();
        JsonObject next =
                admin.upload(new MultipartBody().file("a", "next")).expect(201).json();
        assertThat(next.getInt("sequence")).isEqualTo(bundle.getInt("sequence") + 1);
    }

    @Test
    void aServerThatIsNotReadySaysWhyAndComesBackByItself() throws Exception {
        Path tmp = server.running().data().resolve("tmp");
        Path away = tmp.resolveSibling("tmp-away");
        Files.move(tmp, away);
        Files.writeString(tmp, "a file where the folder belongs");
        try {
            String down = server.running()
                    .withoutKey()
                    .get("/health/ready")
                    .expect(503)
                    .text();
            assertThat(down)
                    .contains("\"reason\":\"The data folder cannot be written to (FileAlreadyExistsException).\"")
                    .contains("\"hint\":\"Check the disk of the data folder and who owns it.\"")
                    .doesNotContain(tmp.toString());
        } finally {
            Files.delete(tmp);
            Files.move(away, tmp);
        }
        server.running().withoutKey().get("/health/ready").expect(200);
    }

    @Test
    void anUploadThatDiesWithTheServerLeavesNothing() throws Exception {
        long blobs = filesIn("blobs");
        JsonArray bundles = bundles();
        assertThat(filesIn("tmp")).isZero();
        String body = MultipartBody.head("name=\"file\"; filename=\"half\"", "") + "half of ".repeat(20_000);
        try (RawHttp http = new RawHttp(server.running().port())) {
            http.send("POST /api/v1/bundles HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + server.running().admin().authorization()
                    + "\r\nContent-Type: " + new MultipartBody().contentType()
                    + "\r\nContent-Length: " + 2 * body.length() + "\r\n\r\n" + body);
            Await.until("the upload has begun", Duration.ofSeconds(30), () -> filesIn("tmp") > 0);
            server.kill();
        }
        server.restart();
        assertThat(filesIn("tmp")).isZero();
        assertThat(filesIn("blobs")).isEqualTo(blobs);
        assertThat(bundles()).isEqualTo(bundles);
    }

    @Test
    void aBlobThatNoBundleContainsIsSweptAndAMissingOneIsReported() throws Exception {
        Rest admin = server.running().admin();
        admin.upload(new MultipartBody().file("a", "hello")).expect(201);
        Path hello = server.running()
                .data()
                .resolve("blobs/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        Path orphan = hello.resolveSibling("2c" + "0".repeat(62));
        server.stop();
        Files.move(hello, orphan);
        Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        server.restart();
        assertThat(orphan).doesNotExist();
        assertThat(server.output())
                .contains("The blob sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e")
                .contains("is missing");
        server.running().admin().upload(new MultipartBody().file("a", "hello")).expect(200);
        assertThat(hello).hasContent("hello");
    }

    @Test
    void aSecondServerOnTheSameFolderSaysThatItIsInUse() throws Exception {
        String folder = server.running().data().toString();
        try (ServerProcess second = ServerProcess.launch(payara -> payara.set("parley.data.dir", folder))) {
            Await.until("the second server has given up", Duration.ofSeconds(120), () -> second.output()
                    .contains("already in use"));
        }
        server.running().admin().get("/api/v1/bundles").expect(200);
    }

    private static JsonArray bundles() throws Exception {
        return server.running()
                .admin()
                .get("/api/v1/bundles")
                .expect(200)
                .json()
                .getJsonArray("bundles");
    }

    private static long filesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(server.running().data().resolve(folder))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
