package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** REST with one API key, or with none. */
public final class Rest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final URI server;
    private final String key;

    Rest(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    public Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    Answer post(String path, String json, String header, String value) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(BodyPublishers.ofString(json)));
    }

    Answer patch(String path, String json, String ifMatch) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", ifMatch)
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    /** Any request; the body goes with methods that have one. */
    Answer send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        boolean bare = method.equals("GET") || method.equals("DELETE");
        HttpRequest.Builder request =
                request(path).method(method, bare ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** Without waiting for the answer. */
    CompletableFuture<Answer> postMeanwhile(String path, String json) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Answer::new);
    }

    public Answer upload(MultipartBody body) throws IOException, InterruptedException {
        return upload(body.contentType(), BodyPublishers.ofByteArray(body.bytes()));
    }

    /** An upload whose length is not known beforehand. */
    Answer upload(String contentType, Supplier<InputStream> body) throws IOException, InterruptedException {
        return upload(contentType, BodyPublishers.ofInputStream(body));
    }

    private Answer upload(String contentType, BodyPublisher body) throws IOException, InterruptedException {
        return send(
                request("/api/v1/bundles").header("Content-Type", contentType).POST(body));
    }

    /** The body as it comes. */
    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    }

    /** The body of an answer to an empty request, as it comes. */
    HttpResponse<InputStream> streamOfPost(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofInputStream());
    }

    String authorization() {
        return "Bearer " + key;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
        return key.isEmpty() ? request : request.header("Authorization", authorization());
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        Answer answer = new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        if (answer.header("Content-Type").contains("json")) {
            MadeSecrets.note(server, answer.text());
        }
        return answer;
    }

    /** What came back. */
    public record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(text()))) {
                return reader.readObject();
            }
        }

        public Answer expect(int status) {
            assertThat(status()).as("status of %s: %s", response.uri(), text()).isEqualTo(status);
            return this;
        }

        /**
         * That this is a problem in full: media type, code, what happened, why, what to do; and nothing of the server's
         * inside.
         */
        Answer expectProblem(int status, String code) {
            expect(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            JsonObject problem = json();
            assertThat(problem.getString("code")).isEqualTo(code);
            assertThat(problem.getInt("status")).isEqualTo(status);
            assertThat(problem.getString("title")).isNotBlank();
            assertThat(problem.getString("detail")).isNotBlank();
            assertThat(problem.getString("hint", "")).as("hint of %s", code).isNotBlank();
            assertThat(text()).doesNotContain("Exception", "\tat ", "<html", "jakarta.", "org.glassfish");
            return this;
        }
    }
}
