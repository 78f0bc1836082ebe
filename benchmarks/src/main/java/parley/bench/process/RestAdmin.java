package parley.bench.process;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the administrator of a server does over REST. */
public final class RestAdmin {

    private static final String BOUNDARY = "parley-bench-boundary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final String key;

    /** @param data the server's data folder, where it leaves the key of its first administrator */
    public RestAdmin(URI url, Path data) throws IOException {
        this.url = url;
        this.key = Files.readString(data.resolve("admin.key")).strip();
    }

    /** What belongs into the tokens of this server's tasks. */
    String webSocketUrl() {
        return "ws://127.0.0.1:" + url.getPort();
    }

    /** Uploads the files, by their paths, as a bundle and gives its digest. */
    public String upload(Map<String, byte[]> files) throws IOException, InterruptedException {
        List<Supplier<InputStream>> parts = new ArrayList<>();
        files.forEach((path, content) -> parts.add(() -> new ByteArrayInputStream(content)));
        return upload(List.copyOf(files.keySet()), parts);
    }

    /** Uploads a folder as a bundle and gives its digest. */
    public String upload(Path folder) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> paths =
                files.stream().map(file -> folder.relativize(file).toString()).toList();
        return upload(paths, files.stream().map(RestAdmin::opening).toList());
    }

    private static Supplier<InputStream> opening(Path file) {
        return () -> {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private String upload(List<String> paths, List<Supplier<InputStream>> contents)
            throws IOException, InterruptedException {
        HttpRequest request = request("/api/v1/bundles")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body(paths, contents)))
                .build();
        return send(request).getString("sha256");
    }

    private static InputStream body(List<String> paths, List<Supplier<InputStream>> contents) {
        List<InputStream> all = new ArrayList<>(List.of(text(head("name") + "bench\r\n")));
        for (int i = 0; i < paths.size(); i++) {
            InputStream content = contents.get(i).get();
            all.add(text(head("file\"; filename=\"" + paths.get(i))));
            all.add(content);
            all.add(text("\r\n"));
        }
        all.add(text("--" + BOUNDARY + "--\r\n"));
        return new SequenceInputStream(Collections.enumeration(all));
    }

    private static String head(String name) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a task with this bundle and policy, and gives its description with the token. */
    public JsonObject startTask(String bundle, JsonObject policy) throws IOException, InterruptedException {
        return startTask(bundle, policy, webSocketUrl());
    }

    /** @param address of the server as its clients are to see it, such as {@code ws://127.0.0.1:8080} */
    public JsonObject startTask(String bundle, JsonObject policy, String address)
            throws IOException, InterruptedException {
        return post(
                "/api/v1/tasks",
                Json.createObjectBuilder()
                        .add("name", "bench")
                        .add("bundle", bundle)
                        .add("policy", policy)
                        .add("start", true)
                        .add("urls", Json.createArrayBuilder().add(address))
                        .build());
    }

    public JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + key);
    }

    private JsonObject send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }
}
