package parley.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.terminal.CliProblem;

class MultipartTest {

    @TempDir
    Path folder;

    private HttpServer http;
    private final List<String> bodies = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            assertThat(exchange.getRequestHeaders().getFirst("Content-Length"))
                    .isEqualTo(Integer.toString(body.length));
            bodies.add(new String(body, StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    private RestClient rest() {
        return new RestClient(
                ServerAddress.parse("http://127.0.0.1:" + http.getAddress().getPort(), "the test"), "pak_test-key-1");
    }

    @Test
    void fieldsAndFilesAreSentInOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "port=8080\n");
        Multipart body = new Multipart(new SecureRandom())
                .field("name", "edge")
                .file("file", "conf/app.conf", Map.of("Parley-Mode", "0640"), file, 10);
        String boundary = body.contentType().replace("multipart/form-data; boundary=", "");

        rest().upload("/bundles", body);

        assertThat(bodies)
                .containsExactly("--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"name\"\r\n"
                        + "Content-Type: text/plain; charset=UTF-8\r\n\r\n"
                        + "edge\r\n"
                        + "--" + boundary + "\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"conf/app.conf\"\r\n"
                        + "Content-Type: application/octet-stream\r\n"
                        + "Parley-Mode: 0640\r\n\r\n"
                        + "port=8080\n\r\n"
                        + "--" + boundary + "--\r\n");
        assertThat(body.sent()).isEqualTo(body.length());
    }

    @Test
    void aFileThatGrewSinceItWasLookedAtIsNotSent() throws IOException {
        assertChangedIsNoticed(Files.writeString(folder.resolve("a"), "port=8080\nmore"), 10);
    }

    @Test
    void aFileThatShrankSinceItWasLookedAtIsNotSent() throws IOException {
        assertChangedIsNoticed(Files.writeString(folder.resolve("a"), "port="), 10);
    }

    private void assertChangedIsNoticed(Path file, long size) {
        Multipart body = new Multipart(new SecureRandom()).file("file", "app.conf", Map.of(), file, size);
        assertThatThrownBy(() -> rest().upload("/bundles", body))
                .isInstanceOfSatisfying(
                        CliProblem.class, e -> assertThat(e.why()).contains("changed while it was being sent"));
        assertThat(bodies).isEmpty();
    }
}
