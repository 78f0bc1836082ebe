package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.bundles.Bundles;
import parley.server.problems.Problem;
import parley.server.task.model.Client;
import parley.server.task.model.Target;
import parley.server.task.model.Task;
import parley.server.task.query.TaskComparisons;
import parley.server.task.query.TaskQueries;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/diff}: what a task would change. */
@Path("tasks/{id}/diff")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "tasks")
public class TaskDiffResource {

    @Inject
    Tasks tasks;

    @Inject
    TaskScope scope;

    @Inject
    TaskQueries views;

    @Inject
    TaskComparisons comparisons;

    @Inject
    Bundles bundles;

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(
            summary = "What a task would change",
            description = "Compares its files and policy with another task, and says of each client what it has now "
                    + "and what it would get. At most 10000 files and 1000 clients are listed.")
    @APIResponse(
            responseCode = "200",
            description = "The differences.",
            content = @Content(schema = @Schema(implementation = TaskDiffJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "bundle_deleted: a bundle of one of the tasks was deleted")
    public TaskDiffJson diff(
            @PathParam("id") String id,
            @Parameter(
                            description = "The id of the other task; when absent the last one before it with its name, "
                                    + "else with the same selectors")
                    @QueryParam("against")
                    @Nullable
                    String against) {
        Task task = tasks.get(id);
        Optional<Task> other =
                against == null ? comparisons.lastBefore(task, scope.selector()) : Optional.of(scope.task(against));
        List<Target> wanted = targets(task);
        List<Target> before = other.map(this::targets).orElse(List.of());
        List<String> ids = other.map(found -> List.of(task.id(), found.id())).orElseGet(() -> List.of(task.id()));
        List<Client> clients = comparisons.clients(ids);
        List<TaskDiffJson.TargetDiff> files = files(wanted, before);
        return new TaskDiffJson(
                task.id(),
                task.name(),
                other.map(found -> new TaskDiffJson.Other(
                        found.id(), found.name(), found.state().word())),
                files,
                before.stream()
                        .map(Target::selector)
                        .filter(selector -> find(wanted, selector).isEmpty())
                        .toList(),
                other.map(found -> TaskDiffJson.policy(found.policy(), task.policy()))
                        .orElse(List.of()),
                clients(clients, wanted),
                clients.size() > TaskComparisons.MAX_CLIENTS,
                files.stream()
                        .anyMatch(some -> some.added() + some.changed() + some.removed()
                                > some.files().size()));
    }

    private List<Target> targets(Task task) {
        return views.detail(task).targets().stream()
                .peek(aimed -> checkThere(task, aimed))
                .map(TaskQueries.Aimed::target)
                .toList();
    }

    private static void checkThere(Task task, TaskQueries.Aimed aimed) {
        if (aimed.bundle().isDeleted()) {
            throw new Problem(
                    409,
                    "bundle_deleted",
                    "A bundle was deleted",
                    "The files of “" + aimed.target().bundleName() + " "
                            + aimed.target().bundleVersion() + "” in the task “" + task.name()
                            + "” were deleted, so nothing can be compared with them.",
                    "Compare with another task: parley task diff TASK --against OTHER, or ?against=ID.");
        }
    }

    private List<TaskDiffJson.TargetDiff> files(List<Target> wanted, List<Target> before) {
        List<TaskDiffJson.TargetDiff> all = new ArrayList<>();
        int left = TaskDiffJson.MAX_FILES;
        for (Target target : wanted) {
            Optional<Digest> old = find(before, target.selector()).map(Target::bundle);
            TaskDiffJson.TargetDiff diff = TaskDiffJson.target(
                    target.selector(),
                    target.bundle().text(),
                    old.map(Digest::text),
                    old.<SortedMap<String, FileEntry>>map(bundles::files).orElseGet(TreeMap::new),
                    bundles.files(target.bundle()),
                    left);
            left -= diff.files().size();
            all.add(diff);
        }
        return all;
    }

    private static Optional<Target> find(List<Target> targets, String selector) {
        return targets.stream()
                .filter(target -> target.selector().equals(selector))
                .findFirst();
    }

    private List<TaskDiffJson.ClientDiff> clients(List<Client> clients, List<Target> wanted) {
        List<Client> shown = clients.stream().limit(TaskComparisons.MAX_CLIENTS).toList();
        Map<String, TaskComparisons.Had> have =
                comparisons.have(shown.stream().map(Client::clientId).toList());
        return shown.stream()
                .map(client -> client(client, Optional.ofNullable(have.get(client.clientId())), wanted))
                .toList();
    }

    private static TaskDiffJson.ClientDiff client(
            Client client, Optional<TaskComparisons.Had> had, List<Target> wanted) {
        Optional<String> has = had.map(TaskComparisons.Had::bundle);
        Optional<String> gets = wanted.stream()
                .filter(target -> target.matches(client.labels()))
                .findFirst()
                .map(target -> target.bundle().text());
        String would = gets.isEmpty() ? "no_target" : gets.equals(has) ? "nothing" : "update";
        return new TaskDiffJson.ClientDiff(
                client.name(),
                client.clientId(),
                has,
                had.map(found -> found.task().name()),
                gets,
                would);
    }
}
