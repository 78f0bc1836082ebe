package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.base.ServerCommand;
import parley.cli.policy.PolicyDescription;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import parley.cli.watch.ClientHistory;
import parley.cli.watch.ClientsTable;
import parley.cli.watch.WaveLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley task show TASK}. */
@Command(
        name = "show",
        header = "Show one task and its clients, or what one of them did.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task show edge",
            "  parley task show edge web-1",
            "  parley task show edge --json | jq .counts"
        })
final class TaskShow extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CLIENT",
            description = "A client: what it is and " + "what happened to it.")
    String client;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.get(tasks.find(wanted).id());
        if (client != null) {
            showClient(task);
            return ExitCode.OK;
        }
        List<JsonObject> clients = tasks.clients(task.id());
        if (json) {
            print(task.output().add("clients", Json.createArrayBuilder(clients)).build());
            return ExitCode.OK;
        }
        print(ErrorText.printable(task.name() + ": " + task.stateInWords()));
        show(task);
        if (!clients.isEmpty()) {
            print("");
            ClientsTable.of(clients, shell()).print(shell());
        }
        return ExitCode.OK;
    }

    private void show(TaskRecord task) {
        line("id", task.id());
        if (task.text("undoes").isPresent()) {
            task.targets().forEach(target -> line("before", bundle(target.getJsonObject("bundle"))));
        } else if (task.targets().stream()
                .allMatch(target -> target.getString("selector", "").isEmpty())) {
            line("bundle", bundle(task.bundle()));
        } else {
            task.targets()
                    .forEach(
                            target -> line("target", selector(target) + ": " + bundle(target.getJsonObject("bundle"))));
        }
        if (!task.labels().isEmpty()) {
            line(
                    "labels",
                    task.labels().entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining(", ")));
        }
        String policy = String.join("\n", PolicyDescription.of(task.policy()));
        if (!policy.isEmpty()) {
            line("policy", policy);
        }
        task.time("created")
                .ifPresent(at -> line(
                        "created",
                        HumanFormat.time(at, shell().clock())
                                + task.text("createdBy")
                                        .map(who -> " by " + who)
                                        .orElse("")));
        task.time("startAt")
                .ifPresent(at -> line(
                        "starts",
                        HumanFormat.time(at, shell().clock()) + " (" + HumanFormat.fromNow(at, shell().clock())
                                + "), by itself"));
        task.time("expires")
                .ifPresent(at -> line(
                        "expires",
                        HumanFormat.time(at, shell().clock()) + " (" + HumanFormat.fromNow(at, shell().clock()) + ")"));
        task.time("ended").ifPresent(at -> line("ended", HumanFormat.time(at, shell().clock())));
        task.text("undoes").ifPresent(first -> line("undoes", first + ": each client goes back to what it had before"));
        task.text("undoneBy").ifPresent(second -> line("undone", "by " + second));
        task.text("notes").ifPresent(notes -> line("notes", notes));
        String waves = String.join("\n", WaveLines.of(task, shell().clock()));
        if (!waves.isEmpty()) {
            line("waves", waves);
        }
        line("clients", ClientsTable.counts(task));
    }

    private void showClient(TaskRecord task) {
        JsonObject found = rest().get(TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(client));
        if (json) {
            print(found);
        } else {
            new ClientHistory(shell()).lines(found).forEach(this::print);
        }
    }

    private void line(String label, String text) {
        print(String.format("  %-8s %s", label, ErrorText.printable(text).replace("\n", "\n           ")));
    }

    private static String selector(JsonObject target) {
        String selector = target.getString("selector", "");
        return selector.isEmpty() ? "everybody" : selector;
    }

    private static String bundle(JsonObject bundle) {
        return bundle.getString("name", "") + ", " + HumanFormat.count(bundle.getInt("files", 0), "file") + ", "
                + HumanFormat.size(
                        bundle.containsKey("bytes")
                                ? bundle.getJsonNumber("bytes").longValue()
                                : 0) + ", "
                + bundle.getString("sha256", "");
    }
}
