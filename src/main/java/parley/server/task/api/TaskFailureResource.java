package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.task.query.FailureQueries;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/failures}. */
@Path("tasks/{id}/failures")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "clients")
public class TaskFailureResource {

    @Inject
    Tasks tasks;

    @Inject
    FailureQueries failures;

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(
            summary = "Why clients of a task failed, in groups",
            description = "A group has the clients with the same state, reason and first line of output; digits in "
                    + "that line do not count. At most 100 groups, the largest first.")
    @APIResponse(responseCode = "200", description = "The groups.")
    @APIResponse(responseCode = "404", description = "unknown_task")
    public FailuresJson list(@PathParam("id") String id) {
        return FailuresJson.of(failures.of(tasks.get(id).id()));
    }
}
