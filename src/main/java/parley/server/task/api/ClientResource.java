package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.storage.Deadlocks;
import parley.server.task.model.Client;
import parley.server.task.model.Task;
import parley.server.task.query.ClientQueries;
import parley.server.task.service.BulkAction;
import parley.server.task.service.BulkActions;
import parley.server.task.service.ClientApprovals;
import parley.server.task.service.ClientRemovals;
import parley.server.task.service.ClientRetries;
import parley.server.task.service.ClientRevocations;
import parley.server.task.service.ClientSelection;
import parley.server.task.service.Tasks;

/** {@code /api/v1/tasks/{id}/clients}. */
@Path("tasks/{id}/clients")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Tag(name = "clients", description = "The machines that take part in a task.")
public class ClientResource {

    @Inject
    Tasks tasks;

    @Inject
    ClientQueries clients;

    @Inject
    ClientRevocations revocations;

    @Inject
    ClientRetries retries;

    @Inject
    ClientRemovals removals;

    @Inject
    ClientApprovals approvals;

    @Inject
    BulkActions bulk;

    @Inject
    Clock clock;

    @Inject
    Caller caller;

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "List the clients of a task by name")
    @APIResponse(responseCode = "200", description = "A page of clients.")
    @APIResponse(responseCode = "404", description = "unknown_task")
    public ClientJson.Page list(
            @PathParam("id") String id,
            @Parameter(
                            description = "In the name, the labels, the reason, the detail or the output, or the "
                                    + "beginning of the client id")
                    @QueryParam("search")
                    @DefaultValue("")
                    String search,
            @Parameter(description = "Only clients in this state") @QueryParam("state") Optional<String> state,
            @Parameter(description = "1 to 500") @QueryParam("limit") @DefaultValue("100") int limit,
            @Parameter(description = "\"next\" of the page before") @QueryParam("cursor") Optional<String> cursor) {
        Task task = tasks.get(id);
        Instant now = clock.instant();
        List<Client> found = clients.list(
                task.id(), Filters.clientState(state), Filters.search(search), Paging.key(cursor), Paging.ask(limit));
        return new ClientJson.Page(
                Paging.shown(found, limit).stream()
                        .map(client -> ClientJson.of(client, task.barrier(client, now)))
                        .toList(),
                Paging.next(found, limit, Client::name));
    }

    @GET
    @Path("{name}")
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "One client with its history")
    @APIResponse(responseCode = "200", description = "The client.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    public ClientJson show(@PathParam("id") String id, @PathParam("name") String name) {
        Task task = tasks.get(id);
        Client client = clients.get(task.id(), name);
        return ClientJson.of(client, task.barrier(client, clock.instant()), clients.history(client));
    }

    @GET
    @Path("{name}/offers")
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "The offers of a client, and how each ended")
    @APIResponse(responseCode = "200", description = "Its offers, the first one first.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    public OfferJson.All offers(@PathParam("id") String id, @PathParam("name") String name) {
        Client client = clients.get(tasks.get(id).id(), name);
        return new OfferJson.All(
                clients.offers(client).stream().map(OfferJson::of).toList());
    }

    /** @param next the cursor of the request that goes on with the others, if there may be some */
    public record BulkResult(
            List<BulkActions.Changed> clients, List<BulkActions.Skipped> skipped, Optional<String> next) {}

    @POST
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Approve, deny, retry or revoke many clients",
            description = "Those that are named, or all that match the selector, the state and the search. Each is "
                    + "changed as by the request for it alone. One request changes at most 1000 clients and takes at "
                    + "most about 10 seconds; while the answer has next, send the request again with that cursor.")
    @APIResponse(
            responseCode = "200",
            description = "The clients that are changed now, and those of the wanted ones that could not be.")
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "404", description = "unknown_task")
    public BulkResult changeMany(
            @PathParam("id") String id,
            @Parameter(description = "\"next\" of the answer before") @QueryParam("cursor") Optional<String> cursor,
            @Nullable RequestedBulkAction request) {
        RequestedBulkAction wanted =
                Optional.ofNullable(request).orElse(new RequestedBulkAction(null, null, null, null, null));
        BulkAction action = wanted.known();
        ClientSelection which = wanted.selection();
        BulkActions.Result result = bulk.run(tasks.get(id), action, which, Paging.key(cursor), caller.name());
        return new BulkResult(result.changed(), result.skipped(), result.last().map(Paging::cursor));
    }

    @POST
    @Path("{name}/revoke")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Shut a client out",
            description = "Its sessions end, on every node within 5 seconds, and it is not let in again in this task.")
    @APIResponse(responseCode = "200", description = "The client, revoked.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    public ClientJson revoke(@PathParam("id") String id, @PathParam("name") String name) {
        Client client = clients.get(tasks.get(id).id(), name);
        revocations.revoke(client, caller.name());
        return show(id, name);
    }

    @POST
    @Path("{name}/retry")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Try a client again",
            description = "A client that has failed, rolled back, declined, timed out, was cancelled, or had "
                    + "nothing to do, becomes joined again; its next offer is a new attempt, "
                    + "whatever the policy says about retries. A connected client sends its "
                    + "inventory at once, others when they come back.")
    @APIResponse(responseCode = "200", description = "The client, joined.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: the task has ended, or the client is under way, has succeeded or was revoked")
    public ClientJson retry(@PathParam("id") String id, @PathParam("name") String name) {
        Client client = clients.get(tasks.get(id).id(), name);
        Deadlocks.repeated(() -> retries.retry(client, caller.name()));
        return show(id, name);
    }

    @POST
    @Path("{name}/approve")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Let a waiting client take part",
            description = "Where the task's policy says approval. Compare the six digits of both sides before: the "
                    + "member approvalCode, and what the client shows.")
    @APIResponse(responseCode = "200", description = "The client, joined.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: it does not wait for approval; wrong_code: it shows other digits")
    public ClientJson approve(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @Parameter(description = "Only if the client shows these six digits now") @QueryParam("code")
                    Optional<String> code) {
        Client client = clients.get(tasks.get(id).id(), name);
        Deadlocks.repeated(() -> approvals.approve(client, code, caller.name()));
        return show(id, name);
    }

    @POST
    @Path("{name}/deny")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Shut a waiting client out",
            description = "Its session ends, and it is not let in again in this task.")
    @APIResponse(responseCode = "200", description = "The client, revoked.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    @APIResponse(responseCode = "409", description = "wrong_state: it does not wait for approval")
    public ClientJson deny(@PathParam("id") String id, @PathParam("name") String name) {
        Client client = clients.get(tasks.get(id).id(), name);
        Deadlocks.repeated(() -> approvals.deny(client, caller.name()));
        return show(id, name);
    }

    @POST
    @Path("{name}/forget")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Remove a client from its task",
            description =
                    "For a machine that was installed anew: its name and its seat are free, so that it can join again. "
                            + "Sessions with the old key end and are not let in again in this task; the "
                            + "client's history is deleted, and it no longer counts. The audit log "
                            + "keeps its name, id and state.")
    @APIResponse(responseCode = "200", description = "The client as it was.")
    @APIResponse(responseCode = "404", description = "unknown_task, not_found")
    @APIResponse(responseCode = "409", description = "wrong_state: the task has ended")
    @APIResponse(responseCode = "412", description = "changed: the client of this name has another id")
    public ClientJson forget(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @Parameter(
                            description = "Only if the client has this id, so that a repeat does not remove a "
                                    + "client that has joined since")
                    @QueryParam("clientId")
                    Optional<String> clientId) {
        Client client = clients.get(tasks.get(id).id(), name);
        ClientJson was = show(id, name);
        Deadlocks.repeated(() -> removals.forget(client, clientId, caller.name()));
        return was;
    }
}
