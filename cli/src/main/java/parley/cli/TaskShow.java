package parley.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import parley.cli.rest.TaskRecord;
import parley.cli.rest.Tasks;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Human;
import parley.cli.watch.ClientsTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task show TASK}. */
@Command(
        name = "show",
        header = "Show one task and its clients.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task show edge", "  parley task show edge --json | jq .counts"})
final class TaskShow extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Override
    protected ExitCode run() {
        Tasks tasks = new Tasks(rest());
        TaskRecord task = tasks.get(tasks.find(wanted).id());
        List<JsonObject> clients = tasks.clients(task.id());
        if (json) {
            print(task.output().add("clients", Json.createArrayBuilder(clients)).build());
            return ExitCode.OK;
        }
        print(ErrorText.printable(task.name()) + ": " + task.state()
                + task.text("outcome").map(outcome -> ", " + outcome).orElse(""));
        line("id", task.id());
        line("bundle", bundle(task.bundle()));
        task.time("created")
                .ifPresent(at -> line(
                        "created",
                        Human.time(at, shell().clock())
                                + task.text("createdBy")
                                        .map(who -> " by " + who)
                                        .orElse("")));
        task.time("expires")
                .ifPresent(at -> line(
                        "expires", Human.time(at, shell().clock()) + " (" + Human.fromNow(at, shell().clock()) + ")"));
        task.time("ended").ifPresent(at -> line("ended", Human.time(at, shell().clock())));
        task.text("notes").ifPresent(notes -> line("notes", notes));
        line("clients", ClientsTable.counts(task));
        if (!clients.isEmpty()) {
            print("");
            ClientsTable.of(clients, shell()).print(shell());
        }
        return ExitCode.OK;
    }

    private void line(String label, String text) {
        print(String.format("  %-8s %s", label, ErrorText.printable(text).replace("\n", "\n           ")));
    }

    private static String bundle(JsonObject bundle) {
        return bundle.getString("name", "") + ", " + Human.count(bundle.getInt("files", 0), "file") + ", "
                + Human.size(
                        bundle.containsKey("bytes")
                                ? bundle.getJsonNumber("bytes").longValue()
                                : 0) + ", "
                + bundle.getString("sha256", "");
    }
}
