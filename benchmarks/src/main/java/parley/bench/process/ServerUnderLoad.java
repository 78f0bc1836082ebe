package parley.bench.process;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.folders.FolderRemoval;

/** A server that is started by {@code parley serve} in a data folder of its own, and stopped with it. */
public final class ServerUnderLoad implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);

    private final Process process;
    private final Path data;
    private final URI url;
    private final RestAdmin admin;
    private final ProcessFigures figures;

    private ServerUnderLoad(Process process, Path data, URI url) throws IOException {
        this.process = process;
        this.data = data;
        this.url = url;
        this.admin = new RestAdmin(url, data);
        this.figures = new ProcessFigures(process.descendants()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains("-jar"))
                .findFirst()
                .or(() -> process.descendants().reduce((one, other) -> other))
                .orElseThrow(() -> new IOException("the server has no process of its own"))
                .pid());
    }

    /** @param settings environment variables, such as {@code PARLEY_DB_URL} */
    public static ServerUnderLoad start(Path command, Path folder, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        String port = Integer.toString(FreePort.find());
        ProcessBuilder builder = new ProcessBuilder(
                command.toString(), "serve", "--host", "127.0.0.1", "--port", port, "--data", data.toString());
        builder.environment().putAll(settings);
        builder.redirectError(folder.resolve("serve.err").toFile());
        builder.redirectOutput(folder.resolve("serve.out").toFile());
        Process process = builder.start();
        long deadline = System.nanoTime() + START.toNanos();
        Path announced = data.resolve("server.json");
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(announced) && Files.exists(data.resolve("admin.key"))) {
                ServerUnderLoad server = new ServerUnderLoad(process, data, url(announced));
                System.err.println("server: process " + server.figures.pid());
                return server;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        ProcessStop.stop(process);
        throw new IOException("the server did not start: " + Files.readString(folder.resolve("serve.err")));
    }

    private static URI url(Path announced) throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(announced)))) {
            return URI.create(reader.readObject().getString("url"));
        }
    }

    public RestAdmin admin() {
        return admin;
    }

    /** Of the process that is Payara Micro. */
    public ProcessFigures figures() {
        return figures;
    }

    public int port() {
        return url.getPort();
    }

    public Path data() {
        return data;
    }

    @Override
    public void close() throws IOException {
        ProcessStop.stop(process);
        FolderRemoval.delete(data);
    }
}
