package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.message.Reason;
import parley.server.access.ForScopedKeys;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.task.model.Client;
import parley.server.task.query.ClientQueries;

/** {@code /api/v1/clients}: the clients of all tasks. */
@Path("clients")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "clients")
public class AllClientsResource {

    /** A client, briefly; the task's own list has the rest. */
    public record Entry(
            TaskName task,
            String name,
            String clientId,
            Map<String, String> labels,
            String state,
            long attempt,
            boolean connected,
            Instant joined,
            Instant lastSeen,
            Optional<String> reason,
            Optional<String> detail) {

        static Entry of(ClientQueries.InTask found) {
            Client client = found.client();
            return new Entry(
                    new TaskName(client.task(), found.taskName()),
                    client.name(),
                    client.clientId(),
                    client.labels(),
                    client.state().word(),
                    client.attempt(),
                    client.connected(),
                    client.joined(),
                    client.lastSeen(),
                    client.reason().map(Reason::word),
                    client.detail());
        }
    }

    public record TaskName(String id, String name) {}

    /** @param next the cursor of the next page, if there is one */
    public record Page(List<Entry> clients, Optional<String> next) {}

    @Inject
    ClientQueries clients;

    @Inject
    TaskScope scope;

    @GET
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "List the clients of all tasks, those that joined last first")
    @APIResponse(responseCode = "200", description = "A page of clients.")
    public Page everywhere(
            @Parameter(description = "In the name or the labels, or the beginning of the client id")
                    @QueryParam("search")
                    @DefaultValue("")
                    String search,
            @Parameter(description = "Only clients in this state") @QueryParam("state") Optional<String> state,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "\"next\" of the page before") @QueryParam("cursor") Optional<String> cursor) {
        List<ClientQueries.InTask> found = clients.everywhere(
                Filters.clientState(state),
                Filters.search(search),
                scope.selector(),
                Paging.key(cursor),
                Paging.ask(limit));
        return new Page(
                Paging.shown(found, limit).stream().map(Entry::of).toList(),
                Paging.next(found, limit, last -> last.client().id()));
    }
}
