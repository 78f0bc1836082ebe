package parley.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.folders.FolderRemoval;

/** A server that is started by {@code parley serve} in a data folder of its own, and stopped with it. */
final class ServerUnderLoad implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final int KIBIBYTE = 1024;
    private static final int TICKS_PER_SECOND = 100;
    private static final String BOUNDARY = "parley-bench-boundary";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path data;
    private final URI url;
    private final String key;
    private final ProcessHandle payara;

    private ServerUnderLoad(Process process, Path data, URI url) throws IOException {
        this.process = process;
        this.data = data;
        this.url = url;
        this.key = Files.readString(data.resolve("admin.key")).strip();
        this.payara = process.descendants()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains("-jar"))
                .findFirst()
                .or(() -> process.descendants().reduce((one, other) -> other))
                .orElseThrow(() -> new IOException("the server has no process of its own"));
    }

    /** @param settings environment variables, such as {@code PARLEY_DB_URL} */
    static ServerUnderLoad start(Path program, Path folder, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        String port = Integer.toString(freePort());
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(), "serve", "--host", "127.0.0.1", "--port", port, "--data", data.toString());
        builder.environment().putAll(settings);
        builder.redirectError(folder.resolve("serve.err").toFile());
        builder.redirectOutput(folder.resolve("serve.out").toFile());
        Process process = builder.start();
        long deadline = System.nanoTime() + START.toNanos();
        Path announced = data.resolve("server.json");
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(announced) && Files.exists(data.resolve("admin.key"))) {
                JsonObject server = json(Files.readString(announced));
                return new ServerUnderLoad(process, data, URI.create(server.getString("url")));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroy();
        throw new IOException("the server did not start: " + Files.readString(folder.resolve("serve.err")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Uploads the files as a bundle and gives its digest. */
    String upload(Map<String, byte[]> files) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name", "bench".getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            part(body, "file\"; filename=\"" + file.getKey(), file.getValue());
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = request("/api/v1/bundles")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return send(request).getString("sha256");
    }

    private static void part(ByteArrayOutputStream body, String name, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a task with this bundle and policy. */
    JsonObject startTask(String bundle, JsonObject policy) throws IOException, InterruptedException {
        return post(
                "/api/v1/tasks",
                Json.createObjectBuilder()
                        .add("name", "bench")
                        .add("bundle", bundle)
                        .add("policy", policy)
                        .add("start", true)
                        .add("urls", Json.createArrayBuilder().add("ws://127.0.0.1:" + url.getPort()))
                        .build());
    }

    JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
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
        return json(answer.body());
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    long pid() {
        return payara.pid();
    }

    /** The processor time that the server has used since it began, in ms. */
    long cpuMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + payara.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return ticks * 1_000 / TICKS_PER_SECOND;
    }

    /** The memory that the server has in use now, in bytes. */
    long residentBytes() throws IOException {
        return status("VmRSS:");
    }

    /** The most memory that it had in use, in bytes. */
    long peakResidentBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String line) throws IOException {
        for (String each : Files.readAllLines(Path.of("/proc/" + payara.pid() + "/status"))) {
            if (each.startsWith(line)) {
                return Long.parseLong(
                                each.substring(line.length()).replace("kB", "").strip())
                        * KIBIBYTE;
            }
        }
        throw new IOException("/proc says nothing of " + line);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        FolderRemoval.delete(data);
    }
}
