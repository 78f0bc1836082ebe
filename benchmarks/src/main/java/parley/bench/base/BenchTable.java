package parley.bench.base;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A table of the report: each row is printed at once. The first column names the row. */
public final class BenchTable {

    private final BenchReport report;
    private final List<String> columns;
    private final JsonArrayBuilder rows = Json.createArrayBuilder();

    BenchTable(BenchReport report, String title, List<String> figures) {
        this.report = report;
        this.columns = new ArrayList<>(List.of(title));
        columns.addAll(figures);
        report.line("");
        report.line("| " + String.join(" | ", columns) + " |");
        report.line("|" + "---|".repeat(columns.size()));
    }

    /** @param figures texts, or numbers; of fractions three digits are shown */
    public void row(String name, Object... figures) {
        if (figures.length != columns.size() - 1) {
            throw new IllegalArgumentException("the table has " + columns.size() + " columns");
        }
        StringJoiner line = new StringJoiner(" | ", "| ", " |").add(name);
        JsonObjectBuilder json = Json.createObjectBuilder().add(columns.get(0), name);
        for (int i = 0; i < figures.length; i++) {
            line.add(text(figures[i]));
            add(json, columns.get(i + 1), figures[i]);
        }
        report.line(line.toString());
        rows.add(json);
    }

    private static String text(Object figure) {
        return figure instanceof Double fraction ? Figures.rounded(fraction).toPlainString() : figure.toString();
    }

    private static void add(JsonObjectBuilder json, String column, Object figure) {
        if (figure instanceof Double fraction) {
            json.add(column, Figures.rounded(fraction));
        } else if (figure instanceof Number whole) {
            json.add(column, whole.longValue());
        } else {
            json.add(column, figure.toString());
        }
    }

    JsonObject json() {
        return Json.createObjectBuilder()
                .add("table", columns.get(0))
                .add("rows", rows)
                .build();
    }
}
