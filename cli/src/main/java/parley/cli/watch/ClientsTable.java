package parley.cli.watch;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.cli.terminal.StateCell;
import parley.cli.terminal.Table;

/** The clients of a task as a table. */
public final class ClientsTable {

    private ClientsTable() {}

    public static Table of(List<JsonObject> clients, Shell shell) {
        Table table = new Table()
                .flexible("CLIENT")
                .column("STATE")
                .numbers("DONE")
                .column("SEEN")
                .flexible("DETAIL");
        for (JsonObject client : clients) {
            table.row(List.of(
                    Table.Cell.of(client.getString("name")),
                    StateCell.cell(client.getString("state"), shell.outStyle()),
                    Table.Cell.of(done(client)),
                    Table.Cell.of(seen(client, shell)),
                    Table.Cell.of(ClientDescription.detail(client, shell.clock()))));
        }
        return table;
    }

    /** {@code 3: 2 succeeded, 1 failed}. */
    public static String counts(TaskRecord task) {
        String states = task.counts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        return task.clients() + (states.isEmpty() ? "" : ": " + states);
    }

    private static String done(JsonObject client) {
        JsonObject progress = client.getJsonObject("progress");
        if (progress == null || progress.getInt("total", 0) == 0) {
            return "";
        }
        long done = progress.getJsonNumber("done").longValue();
        return done * 100 / progress.getJsonNumber("total").longValue() + " %";
    }

    private static String seen(JsonObject client, Shell shell) {
        if (client.getBoolean("connected", false)) {
            return "connected";
        }
        String last = client.getString("lastSeen", "");
        return last.isEmpty() ? "" : HumanFormat.fromNow(Instant.parse(last), shell.clock());
    }
}
