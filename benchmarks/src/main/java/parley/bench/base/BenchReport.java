package parley.bench.base;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured: printed at once, and written as Markdown and JSON after each part. Says of each part how busy the
 * machine was when it began and when it ended.
 */
public final class BenchReport {

    private final Path folder;
    private final StringBuilder markdown = new StringBuilder();
    private final List<JsonObject> parts = new ArrayList<>();
    private final List<BenchTable> tables = new ArrayList<>();
    private JsonArrayBuilder remarks = Json.createArrayBuilder();
    private JsonArrayBuilder targets = Json.createArrayBuilder();

    public BenchReport(Path folder) {
        this.folder = folder;
        MachineFacts.lines().forEach(this::line);
    }

    /** Begins a table; figures stand in columns named here, each with its unit. */
    public BenchTable table(String title, String... figures) {
        BenchTable table = new BenchTable(this, title, List.of(figures));
        tables.add(table);
        return table;
    }

    /** A sentence that belongs to the figures. */
    public void remark(String sentence) {
        line("");
        line(sentence);
        remarks.add(sentence);
    }

    /** A goal that is reached when the figure is at least this. */
    public void atLeast(String what, double goal, double figure) {
        target(what, "≥", goal, figure, figure >= goal);
    }

    /** A goal that is reached when the figure is at most this. */
    public void atMost(String what, double goal, double figure) {
        target(what, "≤", goal, figure, figure <= goal);
    }

    private void target(String what, String sign, double goal, double figure, boolean reached) {
        line("");
        line("Target: " + what + " " + sign + " " + Figures.rounded(goal).toPlainString() + ", measured "
                + Figures.rounded(figure).toPlainString() + ": " + (reached ? "met" : "**missed**"));
        targets.add(Json.createObjectBuilder()
                .add("target", what + " " + sign + " " + Figures.rounded(goal).toPlainString())
                .add("measured", Figures.rounded(figure))
                .add("met", reached));
    }

    /** Runs a part under a heading of its own; when it fails, what it measured before stays in the report. */
    public void run(BenchPart part, BenchRun run) throws Exception {
        line("");
        line("## " + part.name());
        line(part.purpose());
        String before = MachineFacts.load();
        long begun = System.nanoTime();
        try {
            part.run(run);
        } finally {
            String busy = "Load of the machine " + before + " at the beginning, " + MachineFacts.load()
                    + " at the end; " + (System.nanoTime() - begun) / 1_000_000_000 + " s.";
            remark(busy);
            keep(part.name());
        }
    }

    private void keep(String part) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        tables.forEach(table -> all.add(table.json()));
        parts.add(Json.createObjectBuilder()
                .add("part", part)
                .add("tables", all)
                .add("targets", targets)
                .add("remarks", remarks)
                .build());
        tables.clear();
        targets = Json.createArrayBuilder();
        remarks = Json.createArrayBuilder();
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException("the report could not be written", e);
        }
    }

    private void write() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), markdown);
        JsonArrayBuilder machine = Json.createArrayBuilder();
        MachineFacts.lines().forEach(machine::add);
        String json = Json.createObjectBuilder()
                .add("machine", machine)
                .add("parts", Json.createArrayBuilder(parts))
                .build()
                .toString();
        Files.writeString(folder.resolve("report.json"), json);
    }

    void line(String text) {
        System.out.println(text);
        markdown.append(text).append('\n');
    }
}
