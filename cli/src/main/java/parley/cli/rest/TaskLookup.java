package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/** Lists the server's tasks, and finds one by its name or id. */
public final class TaskLookup {

    private final RestClient rest;
    private final Pages pages;

    public TaskLookup(RestClient rest) {
        this.rest = rest;
        this.pages = new Pages(rest);
    }

    /** All tasks. */
    private List<TaskRecord> all() {
        return list(Optional.empty(), Optional.empty());
    }

    /** The tasks in {@code state} whose labels match the selector {@code labels}. */
    public List<TaskRecord> list(Optional<String> state, Optional<String> labels) {
        List<TaskRecord> tasks = new ArrayList<>();
        String query = Stream.of(
                        state.map(word -> "state=" + RestClient.segment(word)),
                        labels.map(selector -> "labels=" + RestClient.segment(selector)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        String path = "/tasks" + (query.isEmpty() ? "" : "?" + query);
        pages.forEach(path, "tasks", task -> tasks.add(new TaskRecord(task)));
        return tasks;
    }

    public TaskRecord get(String id) {
        return new TaskRecord(rest.get(path(id)));
    }

    /** The newest task with exactly this name. */
    public Optional<TaskRecord> newest(String name) {
        List<TaskRecord> found = new ArrayList<>();
        pages.forEach("/tasks?search=" + RestClient.segment(name), "tasks", task -> found.add(new TaskRecord(task)));
        return found.stream()
                .filter(task -> task.name().equals(name.strip()))
                .max(Comparator.comparing(TaskRecord::id));
    }

    /** The clients of a task. */
    public List<JsonObject> clients(String id) {
        List<JsonObject> clients = new ArrayList<>();
        pages.forEach(path(id) + "/clients", "clients", clients::add);
        return clients;
    }

    /**
     * Applies {@code action} (pause, resume, cancel, waves/next) to a task, and returns the changed task;
     * {@code reason} may be null.
     */
    public TaskRecord change(TaskRecord task, String action, @Nullable String reason) {
        JsonObjectBuilder request = Json.createObjectBuilder();
        if (reason != null) {
            request.add("reason", reason);
        }
        return new TaskRecord(rest.post(path(task.id()) + "/" + action, request.build()));
    }

    /** The path of a task below {@code /api/v1}. */
    public static String path(String id) {
        return "/tasks/" + RestClient.segment(id);
    }

    /**
     * The task with this id or name, or else the only one whose id begins with it. Fails if there is none or more than
     * one.
     */
    public TaskRecord find(String wanted) {
        List<TaskRecord> all = all();
        List<TaskRecord> found =
                all.stream().filter(task -> task.id().equals(wanted)).toList();
        if (found.isEmpty()) {
            found = all.stream().filter(task -> task.name().equals(wanted)).toList();
        }
        if (found.isEmpty() && wanted.length() >= 4) {
            found = all.stream().filter(task -> task.id().startsWith(wanted)).toList();
        }
        if (found.isEmpty()) {
            throw new CliProblem(
                    ExitCode.NOT_FOUND,
                    "There is no task \"" + wanted + "\".",
                    "No task has this name, and no id begins with it.",
                    "parley task list",
                    Optional.of("unknown_task"));
        }
        if (found.size() > 1) {
            throw ambiguous(wanted, found);
        }
        return found.get(0);
    }

    private static CliProblem ambiguous(String wanted, List<TaskRecord> found) {
        String candidates = found.stream()
                .limit(10)
                .map(task -> task.id() + "  " + task.name() + "  " + task.state())
                .collect(Collectors.joining("\n"));
        return new CliProblem(
                ExitCode.USAGE,
                "\"" + wanted + "\" means more than one task.",
                found.size() + " tasks fit:\n" + candidates + (found.size() > 10 ? "\n…" : ""),
                "use the id of the one you mean");
    }
}
