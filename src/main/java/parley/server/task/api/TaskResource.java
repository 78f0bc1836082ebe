package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.access.ForScopedKeys;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.idempotency.IdempotencyKeys;
import parley.server.problems.FreeText;
import parley.server.problems.Problem;
import parley.server.storage.Deadlocks;
import parley.server.task.model.Task;
import parley.server.task.model.TaskDraft;
import parley.server.task.query.TaskQueries;
import parley.server.task.query.WaveQueries;
import parley.server.task.service.NewestTask;
import parley.server.task.service.TaskDeletions;
import parley.server.task.service.TaskEdits;
import parley.server.task.service.TaskPauses;
import parley.server.task.service.TaskStarts;
import parley.server.task.service.TaskWaves;
import parley.server.task.service.Tasks;
import parley.server.task.waves.WaveProgress;
import parley.server.tokens.IssuedToken;

/** {@code /api/v1/tasks}. */
@Path("tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "tasks", description = "Updates: a bundle, a policy, and the clients' progress.")
public class TaskResource {

    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final int MAX_REASON = 1_000;
    private static final String IF_MATCH = "The entity tag that the task must have; without it any";
    private static final String NEWER =
            "newer_bundle: clients have a newer bundle; their number is in clients; allowOlder rolls them back";
    private static final String IDEMPOTENCY = "A key of your own: a repeat with the same key makes nothing again";

    /** Why a task is cancelled. */
    public record Cancellation(@Nullable String reason) {}

    /** Why a task is paused; its clients are told. */
    public record Pausing(@Nullable String reason) {}

    /**
     * @param urls where clients reach the server
     * @param allowOlder whether the task's content may replace newer content of clients
     */
    public record Start(@Nullable List<String> urls, @Nullable Boolean allowOlder) {}

    @Inject
    Tasks tasks;

    @Inject
    TaskEdits edits;

    @Inject
    TaskStarts openings;

    @Inject
    TaskPauses pauses;

    @Inject
    TaskDeletions deletions;

    @Inject
    TaskWaves waves;

    @Inject
    TaskQueries views;

    @Inject
    WaveQueries waveViews;

    @Inject
    NewestTask newest;

    @Inject
    IfMatch conditions;

    @Inject
    IdempotencyKeys repeats;

    @Inject
    Caller caller;

    @Inject
    TaskScope scope;

    @POST
    @RequiresRole(Role.OPERATOR)
    @ForScopedKeys
    @Operation(
            summary = "Create a task, and start it if asked",
            description = "Give either bundle, for all clients, or targets: a client gets the first target "
                    + "whose label selector it matches, and has nothing to do if it matches none. Or name "
                    + "a task to copy with from. With startAt the draft starts by itself, and has no token "
                    + "then. A started task comes with its first token, which is shown only once.")
    @APIResponse(
            responseCode = "201",
            description = "The task.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "A repeat, by its Idempotency-Key: the task that it made, without the token.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "403", description = "wrong_scope: the caller's key is for tasks with other labels")
    @APIResponse(responseCode = "404", description = "unknown_bundle; unknown_task: from")
    @APIResponse(responseCode = "409", description = NEWER)
    @APIResponse(responseCode = "412", description = "changed: newest names another task than the newest of the name")
    @APIResponse(
            responseCode = "422",
            description = "bad_path: not all platforms of the task can have the names in a bundle; "
                    + "key_reused: the Idempotency-Key came with another request")
    public Response create(
            @Parameter(description = IDEMPOTENCY) @HeaderParam(IdempotencyKeys.HEADER) @Nullable String idempotencyKey,
            @Nullable RequestedTask request) {
        if (request == null) {
            throw Problem.invalid("The request has no body.", "Send {\"name\": \"…\", \"bundle\": \"sha256:…\"}.");
        }
        IdempotencyKeys.Once<TaskJson> once =
                repeats.once(idempotencyKey, "POST tasks", request, () -> created(request), TaskJson::id);
        return once.made()
                .map(task -> Response.created(URI.create("tasks/" + task.id())).entity(task))
                .orElseGet(() -> Response.ok(json(scope.task(once.before().orElseThrow())))
                        .header(IdempotencyKeys.REPLAYED, true))
                .build();
    }

    private TaskJson created(RequestedTask request) {
        TaskDraft draft = scope.checked(
                request.from() == null
                        ? request.draft()
                        : request.draft(
                                edits.says(scope.task(request.from()).id()).unscheduled()));
        return request.newest() == null
                ? created(draft, request)
                : newest.unchanged(draft.name(), request.newest(), scope.selector(), () -> created(draft, request));
    }

    private TaskJson created(TaskDraft draft, RequestedTask request) {
        return request.starts()
                ? started(openings.createAndStart(draft, request.allowsOlder(), request.urlsOrNone(), caller.name()))
                : json(tasks.createDraft(draft, request.allowsOlder(), caller.name()));
    }

    @GET
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "List tasks, the newest first")
    @APIResponse(responseCode = "200", description = "A page of tasks.")
    public TaskJson.Page list(
            @Parameter(
                            description = "In the name, the notes, the labels, who made it, or a bundle's name; or the "
                                    + "beginning of the id")
                    @QueryParam("search")
                    @DefaultValue("")
                    String search,
            @Parameter(description = "A selector for their labels") @QueryParam("labels") @DefaultValue("")
                    String labels,
            @Parameter(description = "Only tasks in this state") @QueryParam("state") Optional<String> state,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "\"next\" of the page before") @QueryParam("cursor") Optional<String> cursor) {
        List<Task> found = views.list(
                Filters.taskState(state),
                Filters.search(search),
                scope.selector(Filters.labels(labels)),
                Paging.key(cursor),
                Paging.ask(limit));
        return new TaskJson.Page(
                views.details(Paging.shown(found, limit)).stream()
                        .map(detail -> TaskJson.of(detail, Optional.empty(), Optional.empty()))
                        .toList(),
                Paging.next(found, limit, Task::id));
    }

    @GET
    @Path("{id}")
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "One task")
    @APIResponse(
            responseCode = "200",
            description = "The task.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    public TaskJson show(@PathParam("id") String id) {
        return json(tasks.get(id));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Change a draft",
            description = "A JSON merge patch (RFC 7396): members that are absent stay as they are, also within "
                    + "policy; null is the default. A task that has started cannot be changed.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RequestedTask.class)),
                @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = RequestedTask.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "The draft.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "403", description = "wrong_scope: the caller's key is for tasks with other labels")
    @APIResponse(responseCode = "404", description = "unknown_task, unknown_bundle")
    @APIResponse(responseCode = "409", description = "wrong_state: it has started; " + NEWER)
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    @APIResponse(
            responseCode = "422",
            description = "bad_path: not all platforms of the task can have the names in a bundle")
    public TaskJson edit(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @Nullable String request) {
        RequestedEdit wanted = RequestedEdit.of(request);
        conditions.unchanged(
                id, ifMatch, () -> edits.edit(id, scope.checked(wanted::over), wanted.allowsOlder(), caller.name()));
        return show(id);
    }

    @POST
    @Path("{id}/start")
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Open a draft and make its first token, which is shown only once")
    @APIResponse(
            responseCode = "200",
            description = "The task with its token.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it is not a draft; " + NEWER)
    public TaskJson start(@PathParam("id") String id, @Nullable Start request) {
        List<String> urls = request == null || request.urls() == null ? List.of() : request.urls();
        boolean allowOlder = request != null && Boolean.TRUE.equals(request.allowOlder());
        return started(openings.start(id, allowOlder, urls, caller.name()));
    }

    @POST
    @Path("{id}/cancel")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "End a task for good",
            description = "Its tokens admit no more clients, and the server tells clients that have not "
                    + "finished to stop: one after the other, after this answer.")
    @APIResponse(
            responseCode = "200",
            description = "The task, cancelled.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it has ended")
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    public TaskJson cancel(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @Nullable Cancellation request) {
        String reason = FreeText.check("reason", request == null ? null : request.reason(), MAX_REASON)
                .strip();
        conditions.unchanged(id, ifMatch, () -> tasks.cancel(id, reason, caller.name()));
        return show(id);
    }

    @POST
    @Path("{id}/pause")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Pause a task",
            description = "Its clients begin nothing new: the server makes no offer and tells no client to "
                    + "apply. Clients that are applying finish, and new clients can join. No client is "
                    + "timed out for silence meanwhile; the task's deadline stays.")
    @APIResponse(
            responseCode = "200",
            description = "The task, paused.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it is not open")
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    public TaskJson pause(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @Nullable Pausing request) {
        String reason = FreeText.check("reason", request == null ? null : request.reason(), MAX_REASON)
                .strip();
        conditions.unchanged(id, ifMatch, () -> pauses.pause(id, reason, caller.name()));
        return show(id);
    }

    @POST
    @Path("{id}/resume")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Let a paused task go on",
            description = "Its clients are told; those that waited to apply begin. Clients that have ended badly "
                    + "so far are left out, or with retryFailed=true begin another attempt.")
    @APIResponse(
            responseCode = "200",
            description = "The task, open.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it is not paused, or its deadline has passed")
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    public TaskJson resume(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @Parameter(description = "Whether clients that have ended badly begin another attempt")
                    @QueryParam("retryFailed")
                    @DefaultValue("false")
                    boolean retryFailed) {
        Deadlocks.repeated(
                () -> conditions.unchanged(id, ifMatch, () -> pauses.resume(id, retryFailed, caller.name())));
        return show(id);
    }

    @POST
    @Path("{id}/waves/next")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Open the next wave now",
            description = "Whatever is still missing for it: places of the waves before are given away with it.")
    @APIResponse(
            responseCode = "200",
            description = "The task.",
            content = @Content(schema = @Schema(implementation = TaskJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: it has no waves, or none left, or is not running")
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    public TaskJson nextWave(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        Deadlocks.repeated(() -> conditions.unchanged(id, ifMatch, () -> waves.openNext(id, caller.name())));
        return show(id);
    }

    @DELETE
    @Path("{id}")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Delete a task that has ended",
            description = "With its clients' history, reports and tokens. What its clients have is forgotten: an undo "
                    + "does not go back to it any more. The audit log stays. Its rows are removed after this answer.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: it has not ended, clients of it are still at work or connected, or a task that "
                    + "takes its clients back has not ended")
    @APIResponse(responseCode = "412", description = "changed: the task has another entity tag")
    public void delete(
            @PathParam("id") String id,
            @Parameter(description = IF_MATCH) @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        conditions.unchanged(id, ifMatch, () -> deletions.delete(id, caller.name()));
    }

    private TaskJson started(TaskStarts.Opened opened) {
        return json(opened.task(), Optional.of(opened.token()));
    }

    private TaskJson json(Task task) {
        return json(task, Optional.empty());
    }

    private TaskJson json(Task task, Optional<IssuedToken> token) {
        Optional<WaveProgress> progress = task.wave().map(open -> waveViews.progress(task));
        return TaskJson.of(views.detail(task), progress, token);
    }
}
