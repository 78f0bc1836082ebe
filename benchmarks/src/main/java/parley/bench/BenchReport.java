package parley.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What was measured: printed at once, and written at the end as Markdown and JSON. */
final class BenchReport {

    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final String FLEETS =
            "| fleet | clients | server CPU ms per client | clients/s | p50 ms | p99 ms | peak RSS MiB | errors |";
    private static final String WAITING =
            "| waiting | clients | KiB per client | CPU ms per s at rest | told p50 ms | told last ms | CPU ms "
                    + "per report | errors |";

    private final Path folder;
    private final StringBuilder markdown = new StringBuilder();
    private final JsonArrayBuilder json = Json.createArrayBuilder();
    private String table = "";

    BenchReport(Path folder) {
        this.folder = folder;
        line("Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    void fleet(String name, JoiningClients.Result result) {
        begin(FLEETS);
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

    void waiting(String name, WaitingClients.Result result) {
        begin(WAITING);
        line(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f | %.0f | %.0f | %.1f | %d |",
                name,
                result.clients(),
                result.bytesPerClient() / KIBIBYTE,
                result.restCpuMillis(),
                result.p50(),
                result.last(),
                result.cpuPerReport(),
                result.errors()));
        json.add(Json.createObjectBuilder().add("waiting", name).add("result", result.json()));
    }

    /** Begins a table with these columns, unless it is the last one. */
    private void begin(String columns) {
        if (!columns.equals(table)) {
            table = columns;
            line("");
            line(columns);
            line("|---|---|---|---|---|---|---|---|");
        }
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
