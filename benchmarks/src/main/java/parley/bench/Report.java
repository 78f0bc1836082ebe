package parley.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What was measured: printed at once, and written at the end as Markdown and JSON. */
final class Report {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String HEAD =
            "| fleet | clients | server CPU ms per client | clients/s | p50 ms | p99 ms | peak RSS MiB | errors |";

    private final Path folder;
    private final StringBuilder markdown = new StringBuilder();
    private final JsonArrayBuilder json = Json.createArrayBuilder();

    Report(Path folder) {
        this.folder = folder;
        line("Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        line("");
        line(HEAD);
        line("|---|---|---|---|---|---|---|---|");
    }

    void fleet(String name, Fleet.Result result) {
        line(String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.0f | %.0f | %d | %d |",
                name,
                result.clients(),
                result.cpuPerClient(),
                result.clientsPerSecond(),
                result.p50(),
                result.p99(),
                result.peakBytes() / MEBIBYTE,
                result.errors()));
        json.add(Json.createObjectBuilder().add("fleet", name).add("result", result.json()));
    }

    private void line(String text) {
        System.out.println(text);
        markdown.append(text).append('\n');
    }

    void write() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), markdown);
        Files.writeString(folder.resolve("report.json"), json.build().toString());
    }
}
