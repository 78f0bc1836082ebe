package parley.cli.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley audit}: reads the audit log. */
@Command(
        name = "audit",
        header = "Read the audit log: who did what, oldest first.",
        subcommands = {AuditVerify.class, AuditCheckpoint.class},
        footerHeading = "%nExamples:%n",
        footer = {"  parley audit", "  parley audit --limit 500 --json", "  parley audit verify"})
public final class AuditCommand extends ServerCommand {

    private static final int MOST = 10_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many entries, up to 10000 (default: ${DEFAULT-VALUE}).")
    int limit = 50;

    @Option(names = "--after", paramLabel = "SEQ", description = "The entries after this number; otherwise the newest.")
    Long after;

    @Override
    protected ExitCode run() {
        if (limit < 1 || limit > MOST) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "--limit " + limit + " is out of range.",
                    "The server gives 1 to " + MOST + " entries at a time.",
                    "parley audit --after SEQ --limit " + MOST + ", page by page");
        }
        List<JsonObject> entries = rest().get("/audit?limit=" + limit + (after == null ? "" : "&after=" + after))
                .getJsonArray("entries")
                .getValuesAs(JsonObject.class);
        if (json) {
            print(Json.createObjectBuilder()
                    .add("entries", Json.createArrayBuilder(entries))
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
                String.valueOf(entry.get("seq")),
                entry.getString("at"),
                entry.getString("actor"),
                entry.getString("action"),
                entry.getString("subject", ""),
                detail(entry.get("detail"))));
        table.print(shell());
        return ExitCode.OK;
    }

    private static String detail(@Nullable JsonValue detail) {
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
