package parley.cli.task;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;
import parley.cli.base.ServerCommand;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task diff TASK}: what a task would change. */
@Command(
        name = "diff",
        header = "Show what a task would change: files, policy, and what each client has now.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task diff edge",
            "  parley task diff edge --against 019abc00",
            "  parley task diff edge --json"
        })
final class TaskDiff extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Option(
            names = "--against",
            paramLabel = "TASK",
            description = "The task to compare with (default: the last one before it with its name, else with the "
                    + "same targets).")
    String against;

    @Override
    protected ExitCode run() {
        TaskLookup tasks = new TaskLookup(rest());
        String path = TaskLookup.path(tasks.find(wanted).id()) + "/diff";
        JsonObject diff = rest().get(
                        against == null
                                ? path
                                : path + "?against="
                                        + RestClient.segment(tasks.find(against).id()));
        if (json) {
            print(diff);
        } else {
            show(diff);
        }
        return ExitCode.OK;
    }

    private void show(JsonObject diff) {
        JsonObject other = diff.getJsonObject("against");
        line(
                other == null
                        ? "There is nothing to compare " + diff.getString("name") + " with: every file is new."
                        : diff.getString("name") + " against " + other.getString("name") + " ("
                                + other.getString("task") + ", " + other.getString("state") + "):");
        diff.getJsonArray("targets").getValuesAs(JsonObject.class).forEach(this::target);
        diff.getJsonArray("removedTargets")
                .getValuesAs(JsonString.class)
                .forEach(selector -> line("  " + selector(selector.getString()) + ": no longer a target"));
        diff.getJsonArray("policy")
                .getValuesAs(JsonObject.class)
                .forEach(field -> line("  policy." + field.getString("field") + ": " + value(field.get("before"))
                        + " -> " + value(field.get("after"))));
        diff.getJsonArray("clients").getValuesAs(JsonObject.class).forEach(this::client);
        if (diff.getBoolean("moreFiles", false) || diff.getBoolean("moreClients", false)) {
            say("There are more differences than are shown.");
        }
    }

    private void target(JsonObject target) {
        line("  " + selector(target.getString("selector", "")) + ": "
                + HumanFormat.count(target.getInt("added"), "file") + " added, " + target.getInt("changed")
                + " changed, " + target.getInt("removed") + " removed");
        target.getJsonArray("files").getValuesAs(JsonObject.class).forEach(this::file);
    }

    private void file(JsonObject file) {
        String sign =
                switch (file.getString("change")) {
                    case "added" -> "+";
                    case "removed" -> "-";
                    default -> "~";
                };
        JsonObject before = file.getJsonObject("before");
        JsonObject after = file.getJsonObject("after");
        String sizes = before == null || after == null
                ? size(before == null ? after : before)
                : size(before) + " -> " + size(after);
        line("    " + sign + " " + file.getString("path") + "  " + sizes);
    }

    private static String size(JsonObject content) {
        return HumanFormat.size(content.getJsonNumber("size").longValue());
    }

    private void client(JsonObject client) {
        String has = client.containsKey("has")
                ? "has " + shortDigest(client.getString("has")) + " from " + client.getString("from", "")
                : "has nothing from this server";
        String would =
                switch (client.getString("would")) {
                    case "update" -> "gets " + shortDigest(client.getString("gets"));
                    case "nothing" -> "nothing to do";
                    default -> "no target is for it";
                };
        line("  " + client.getString("name") + ": " + has + ", " + would);
    }

    private static String shortDigest(String digest) {
        return digest.substring(0, Math.min(digest.length(), "sha256:".length() + 12));
    }

    private static String value(@Nullable JsonValue value) {
        return value == null ? "not set" : value instanceof JsonString text ? text.getString() : value.toString();
    }

    private static String selector(String selector) {
        return selector.isEmpty() ? "everybody" : selector;
    }

    private void line(String text) {
        print(ErrorText.printable(text).replace('\n', ' '));
    }
}
