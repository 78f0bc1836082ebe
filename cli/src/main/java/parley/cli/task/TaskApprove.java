package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task approve TASK [CLIENT[=CODE]…]}. */
@Command(
        name = "approve",
        header = "Let new clients of a task take part, or show which ones wait for that.",
        description = {
            "For tasks that were created with --approval. Without CLIENT and without options: shows the clients that",
            "wait, with the six digits that each of them shows too. Compare both sides before you approve, one client",
            "at a time. With =CODE the server compares, and approves only if the client shows these digits.",
            "",
            "--expect and --label trust what the clients say of themselves: whoever holds the token can take a name."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task approve edge",
            "  parley task approve edge web-1=072045",
            "  parley task approve edge --expect names.txt",
            "  parley task approve edge --label site=berlin --label \"role in (web,db)\""
        })
final class TaskApprove extends ServerCommand {

    private static final int MOST_NAMES = 100_000;
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(
            index = "1..*",
            paramLabel = "CLIENT[=CODE]",
            description = "A client's name, with the digits it shows.")
    List<String> clients = List.of();

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "All waiting clients whose names are in FILE, one on a line.")
    Path expect;

    @Mixin
    LabelSelectors labels = new LabelSelectors();

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        TaskRecord task = tasks.find(wanted);
        if (clients.isEmpty() && expect == null && !labels.areGiven()) {
            show(task, waiting(tasks, task));
            return ExitCode.OK;
        }
        List<String> approved = clients.isEmpty() ? approveMany(tasks, task) : approveEach(task);
        if (json) {
            JsonArrayBuilder list = Json.createArrayBuilder(approved);
            print(task.summary().add("clients", list).build());
        } else if (approved.isEmpty()) {
            say("No waiting client of " + task.name() + " is meant.");
        }
        return ExitCode.OK;
    }

    private static List<JsonObject> waiting(TaskLookup tasks, TaskRecord task) {
        return tasks.clients(task.id()).stream()
                .filter(client -> client.getString("state").equals("pending"))
                .toList();
    }

    private List<String> approveMany(TaskLookup tasks, TaskRecord task) {
        ManyClients many = new ManyClients(
                rest(),
                task,
                "approve",
                client -> sayApproved(client.getString("name")),
                client -> say(client.getString("name") + " is not approved: " + client.getString("detail")));
        if (expect == null) {
            return many.matching(labels.joined());
        }
        Set<String> names = names(expect);
        return many.named(waiting(tasks, task).stream()
                .map(client -> client.getString("name"))
                .filter(names::contains)
                .toList());
    }

    private void show(TaskRecord task, List<JsonObject> waiting) {
        if (json) {
            print(task.summary()
                    .add("waiting", Json.createArrayBuilder(waiting))
                    .build());
        } else if (waiting.isEmpty()) {
            say("No client of " + task.name() + " waits for approval.");
        } else {
            waiting.forEach(client -> shell().out()
                    .println(client.getString("approvalCode", "no code ") + "  " + client.getString("name")));
            say("Approve one: parley task approve " + task.name() + " NAME=CODE. Shut one out: parley task deny "
                    + task.name() + " NAME.");
        }
    }

    private List<String> approveEach(TaskRecord task) {
        List<String> approved = new ArrayList<>();
        for (String client : clients) {
            String code = client.contains("=") ? client.substring(client.indexOf('=') + 1) : "";
            rest().post(
                            TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(name(client)) + "/approve"
                                    + (code.isEmpty() ? "" : "?code=" + RestClient.segment(code)),
                            JsonObject.EMPTY_JSON_OBJECT);
            sayApproved(name(client));
            approved.add(name(client));
        }
        return approved;
    }

    private void sayApproved(String client) {
        if (!json) {
            say(client + " is approved.");
        }
    }

    private static String name(String client) {
        return client.contains("=") ? client.substring(0, client.indexOf('=')) : client;
    }

    private static Set<String> names(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(file, "It has more than " + MOST_BYTES + " bytes.");
            }
            Set<String> names = new HashSet<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    names.add(line.strip());
                }
            }
            if (names.size() > MOST_NAMES) {
                throw unreadable(file, "It has more than " + MOST_NAMES + " names.");
            }
            return names;
        } catch (IOException e) {
            throw unreadable(file, e.toString());
        }
    }

    private static CliProblem unreadable(Path file, String why) {
        return new CliProblem(
                ExitCode.USAGE,
                "The names in " + file + " cannot be read.",
                why,
                "give a text file in UTF-8 with one client name on each line");
    }
}
