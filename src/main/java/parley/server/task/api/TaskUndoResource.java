package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.idempotency.IdempotencyKeys;
import parley.server.task.model.Task;
import parley.server.task.query.TaskQueries;
import parley.server.task.query.UndoQueries;
import parley.server.task.service.TaskUndos;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/undo}: takes the clients of a task back to what they had before. */
@Path("tasks/{id}/undo")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "tasks")
public class TaskUndoResource {

    @Inject
    Tasks tasks;

    @Inject
    TaskUndos undos;

    @Inject
    UndoQueries queries;

    @Inject
    TaskQueries views;

    @Inject
    IdempotencyKeys repeats;

    @Inject
    Caller caller;

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(
            summary = "What the clients of a task go back to when it is undone",
            description = "Of a task that was undone, or that undoes another: what was decided then. At most "
                    + UndoJson.MAX_CLIENTS + " clients are listed.")
    @APIResponse(
            responseCode = "200",
            description = "The clients that have succeeded.",
            content = @Content(schema = @Schema(implementation = UndoJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it is a draft")
    public UndoJson preview(@PathParam("id") String id) {
        Task task = tasks.get(id);
        if (task.undoneBy().isEmpty() && task.undoes().isPresent()) {
            return UndoJson.done(task.undoes().get(), id, queries.clients(task));
        }
        return task.undoneBy()
                .map(by -> UndoJson.done(id, by, queries.clients(tasks.get(by))))
                .orElseGet(() -> UndoJson.preview(id, undos.preview(id)));
    }

    @POST
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Undo a task",
            description = "Makes and starts a task that takes each client which has succeeded back to what it had "
                    + "before. Those clients come with the token that they have: connected ones at once, others when "
                    + "they join again. An open task is paused, and cannot be resumed.")
    @APIResponse(
            responseCode = "201",
            description = "The task that undoes it; it has no token.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "A repeat, by its Idempotency-Key: the task that it made.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: it is a draft; nothing_to_undo: no client can go back; already_undone: "
                    + "undoneBy says by which task; too_many_bundles: they had more than a task can have")
    @APIResponse(responseCode = "422", description = "key_reused: the Idempotency-Key came with another request")
    public Response undo(
            @PathParam("id") String id,
            @Parameter(description = "A key of your own: a repeat with the same key makes nothing again")
                    @HeaderParam(IdempotencyKeys.HEADER)
                    @Nullable
                    String idempotencyKey) {
        IdempotencyKeys.Once<TaskJson> once = repeats.once(
                idempotencyKey, "POST tasks/undo", id, () -> json(undos.undo(id, caller.name())), TaskJson::id);
        return once.made()
                .map(task -> Response.created(URI.create("tasks/" + task.id())).entity(task))
                .orElseGet(() -> Response.ok(json(tasks.get(once.before().orElseThrow())))
                        .header(IdempotencyKeys.REPLAYED, true))
                .build();
    }

    private TaskJson json(Task task) {
        return TaskJson.of(views.detail(task), Optional.empty(), Optional.empty());
    }
}
