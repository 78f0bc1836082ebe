package parley.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley audit}: reads the audit log. */
@Command(
        name = "audit",
        header = "Read the audit log: who did what, oldest first.",
        subcommands = AuditVerify.class,
        footerHeading = "%nExamples:%n",
        footer = {"  parley audit", "  parley audit --last 500 --json", "  parley audit verify"})
final class AuditCommand extends ServerCommand {

    private static final int PAGE = 500;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "How many of the newest entries (default: ${DEFAULT-VALUE}).")
    int last = 50;

    @Option(names = "--after", paramLabel = "SEQ", description = "Only entries after this number.")
    long after;

    @Override
    protected ExitCode run() {
        Deque<JsonObject> entries = entries();
        if (json) {
            print(Json.createObjectBuilder()
                    .add("entries", Json.createArrayBuilder(List.copyOf(entries)))
                    .build());
            return ExitCode.OK;
        }
        Table table = new Table()
                .numbers("SEQ")
                .column("TIME")
                .flexible("WHO")
                .column("ACTION")
                .flexible("WHAT")
                .flexible("DETAIL");
        entries.forEach(entry -> table.row(
                Long.toString(seq(entry)),
                entry.getString("at"),
                entry.getString("actor"),
                entry.getString("action"),
                entry.getString("subject", ""),
                detail(entry.get("detail"))));
        table.print(shell());
        return ExitCode.OK;
    }

    private Deque<JsonObject> entries() {
        Deque<JsonObject> newest = new ArrayDeque<>();
        long from = after;
        List<JsonObject> page;
        do {
            page = rest().get("/audit?after=" + from + "&limit=" + PAGE)
                    .getJsonArray("entries")
                    .getValuesAs(JsonObject.class);
            for (JsonObject entry : page) {
                newest.add(entry);
                from = Math.max(from, seq(entry));
                if (newest.size() > last) {
                    newest.remove();
                }
            }
        } while (!page.isEmpty());
        return newest;
    }

    private static long seq(JsonObject entry) {
        return entry.getJsonNumber("seq").longValue();
    }

    private static String detail(JsonValue detail) {
        if (!(detail instanceof JsonObject object)) {
            return detail == null ? "" : detail.toString();
        }
        return ErrorText.printable(object.entrySet().stream()
                .map(member -> member.getKey() + "=" + text(member.getValue()))
                .collect(Collectors.joining(" ")));
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
