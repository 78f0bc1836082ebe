package parley.server.task.api;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.events.EventLog;
import parley.server.events.EventPump;
import parley.server.events.EventStreams;
import parley.server.events.EventText;
import parley.server.events.TaskEvent;
import parley.server.problems.Problem;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/events}: pages of JSON, or a stream, depending on the Accept header. */
@Path("tasks/{id}/events")
@RequestScoped
@RequiresRole(Role.VIEWER)
@Tag(name = "events", description = "What happens in a task, in order.")
public class TaskEventResource {

    private static final int MOST = 1_000;

    /**
     * @param events in their order
     * @param last the number after which the next page begins
     */
    public record Page(List<JsonObject> events, long last) {}

    @Inject
    Tasks tasks;

    @Inject
    EventLog log;

    @Inject
    EventStreams streams;

    @EJB
    EventPump pump;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Events of a task, the oldest first",
            description = "Each has number, at and kind, and the new state of its client or task. Without after, "
                    + "or with 0, from the oldest that is kept.")
    @APIResponse(
            responseCode = "200",
            description = "A page of events, and the number after which to ask " + "for the next.")
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "410", description = "gone: some events after that number are no longer kept")
    public Page page(
            @PathParam("id") String id,
            @Parameter(description = "Only events after this number") @QueryParam("after") @DefaultValue("0")
                    long after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid(
                    "limit is not 1 to " + MOST + ".", "Ask for smaller pages and continue " + "after “last”.");
        }
        String task = tasks.get(id).id();
        EventLog.Read read = log.after(task, after, limit);
        if (after > 0 && read.trimmed() > after) {
            throw new Problem(
                    410,
                    "gone",
                    "Some events are gone",
                    "Events of this task up to number " + read.trimmed() + " are no longer kept.",
                    "Read the task and its clients again, then continue with after=" + read.trimmed() + ".");
        }
        List<TaskEvent> events = read.events();
        long last = events.isEmpty()
                ? Math.max(after, read.trimmed())
                : events.get(events.size() - 1).number();
        return new Page(events.stream().map(EventText::json).toList(), last);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5") // to whoever accepts anything: the pages
    @Operation(
            summary = "The same as Server-Sent Events",
            description = "Continues after the header Last-Event-ID or the parameter after; without both it "
                    + "begins now. The first event is “begin” with the number where the stream begins. An "
                    + "event “reset” means that events up to its number are gone and the reader has "
                    + "missed some: read the task again. The server ends a stream after "
                    + "some minutes: come back with the last id.")
    @APIResponse(responseCode = "200", description = "The stream.")
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "429", description = "too_many_requests: streams")
    public void stream(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable Long lastEventId,
            @QueryParam("after") @Nullable Long after,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended)
            throws IOException {
        String task = tasks.get(id).id();
        streams.checkRoom();
        long from = lastEventId != null ? lastEventId : after != null ? after : log.last();
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        streams.open(task, from, request.getAsyncContext(), pump::writable);
    }
}
