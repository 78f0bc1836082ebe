package parley.server.webhooks.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.Caller;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.events.EventLog;
import parley.server.problems.Problem;
import parley.server.task.service.Tasks;
import parley.server.webhooks.ManualDeliveries;
import parley.server.webhooks.Webhook;
import parley.server.webhooks.WebhookClient;
import parley.server.webhooks.Webhooks;

/** Webhooks over REST. */
@Path("/webhooks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RequiresRole(Role.ADMIN)
@Tag(name = "webhooks", description = "URLs that the events of tasks are sent to, signed.")
public class WebhookResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    @Inject
    Webhooks webhooks;

    @Inject
    WebhookClient client;

    @Inject
    ManualDeliveries deliveries;

    @Inject
    EventLog log;

    @Inject
    Tasks tasks;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    @GET
    @Operation(summary = "All webhooks, without their secrets")
    @APIResponse(
            responseCode = "200",
            description = "The webhooks, the oldest first.",
            content = @Content(schema = @Schema(implementation = WebhookJson.All.class)))
    public WebhookJson.All list() {
        Map<String, Integer> failures = webhooks.deadLetters();
        return new WebhookJson.All(webhooks.all().stream()
                .map(webhook -> WebhookJson.of(webhook, failures.getOrDefault(webhook.id(), 0), clock.instant()))
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One webhook, without its secret")
    @APIResponse(
            responseCode = "200",
            description = "The webhook.",
            content = @Content(schema = @Schema(implementation = WebhookJson.class)))
    @APIResponse(responseCode = "404", description = "unknown_webhook")
    public WebhookJson get(@PathParam("id") String id) {
        return json(webhooks.get(id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Makes a webhook; only this answer has its secret",
            description = "It gets the events from now on, one after the other in their order, each as a CloudEvent"
                    + " with the signature of Standard Webhooks.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RequestedWebhook.class)))
    @APIResponse(
            responseCode = "201",
            description = "The webhook and its secret.",
            content = @Content(schema = @Schema(implementation = WebhookJson.Made.class)))
    @APIResponse(responseCode = "400", description = "invalid: also a URL that the configuration does not allow")
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: the name is taken, or there are 32 webhooks")
    public Response create(@Nullable String request) {
        RequestedWebhook.Parsed wanted = RequestedWebhook.of(request);
        Webhook.Settings settings = new Webhook.Settings(
                wanted.name().orElseThrow(() -> missing("name")),
                wanted.url().orElseThrow(() -> missing("url")),
                wanted.events().orElse(List.of()),
                wanted.task().flatMap(task -> task),
                wanted.enabled().orElse(true));
        check(wanted);
        Webhooks.Made made = webhooks.create(settings, log.last(), caller.name());
        return Response.created(URI.create("webhooks/" + made.webhook().id()))
                .entity(WebhookJson.of(made, 0, clock.instant()))
                .build();
    }

    @PATCH
    @Path("{id}")
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    @Operation(
            summary = "Changes a webhook, as a JSON merge patch",
            description = "A webhook that is enabled goes on with the first event that it did not get, unless the"
                    + " request has fromNow.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RequestedWebhook.class)),
                @Content(mediaType = MERGE_PATCH, schema = @Schema(implementation = RequestedWebhook.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "The webhook, without its secret.",
            content = @Content(schema = @Schema(implementation = WebhookJson.class)))
    @APIResponse(responseCode = "400", description = "invalid: also a URL that the configuration does not allow")
    @APIResponse(responseCode = "404", description = "unknown_webhook, unknown_task")
    @APIResponse(responseCode = "409", description = "wrong_state: the name is taken")
    public WebhookJson change(@PathParam("id") String id, @Nullable String request) {
        RequestedWebhook.Parsed wanted = RequestedWebhook.of(request);
        check(wanted);
        Webhooks.Change change = new Webhooks.Change(
                wanted.name(),
                wanted.url(),
                wanted.events(),
                wanted.task(),
                wanted.enabled(),
                wanted.fromNow() ? Optional.of(log.last()) : Optional.empty());
        return json(webhooks.change(id, change, caller.name()));
    }

    @POST
    @Path("{id}/rotate")
    @Operation(
            summary = "Gives a webhook a new secret; only this answer has it",
            description = "For 24 hours each request has a second signature, made with the old one.")
    @APIResponse(
            responseCode = "200",
            description = "The webhook and its new secret.",
            content = @Content(schema = @Schema(implementation = WebhookJson.Made.class)))
    @APIResponse(responseCode = "404", description = "unknown_webhook")
    public WebhookJson.Made rotate(@PathParam("id") String id) {
        return WebhookJson.of(webhooks.rotate(id, caller.name()), failures(id), clock.instant());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Deletes a webhook, with its dead letters")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "404", description = "unknown_webhook")
    public void delete(@PathParam("id") String id) {
        webhooks.delete(id, caller.name());
    }

    @POST
    @Path("{id}/test")
    @Operation(summary = "Sends a ping event once, and says what the target answered")
    @APIResponse(
            responseCode = "200",
            description = "What the target answered, also if that is a failure.",
            content = @Content(schema = @Schema(implementation = WebhookJson.Result.class)))
    @APIResponse(responseCode = "404", description = "unknown_webhook")
    @APIResponse(responseCode = "429", description = "too_many_requests: four of these are running")
    public WebhookJson.Result test(@PathParam("id") String id) {
        return WebhookJson.Result.of(deliveries.test(id));
    }

    @GET
    @Path("{id}/failures")
    @Operation(summary = "The dead letters: events that the webhook did not get")
    @APIResponse(
            responseCode = "200",
            description = "The newest 200, the oldest of them first.",
            content = @Content(schema = @Schema(implementation = WebhookJson.Failures.class)))
    @APIResponse(responseCode = "404", description = "unknown_webhook")
    public WebhookJson.Failures listFailures(@PathParam("id") String id) {
        return new WebhookJson.Failures(
                webhooks.failures(id).stream().map(WebhookJson.Failure::of).toList(),
                webhooks.get(id).progress().dropped());
    }

    @POST
    @Path("{id}/failures/{number}/resend")
    @Operation(
            summary = "Sends a dead letter once more",
            description = "With the webhook-id that it had. If the target takes it, it leaves the list.")
    @APIResponse(
            responseCode = "200",
            description = "What the target answered, also if that is a failure.",
            content = @Content(schema = @Schema(implementation = WebhookJson.Result.class)))
    @APIResponse(responseCode = "404", description = "unknown_webhook, not_found")
    @APIResponse(responseCode = "409", description = "wrong_state: it is a gap, whose events are deleted")
    @APIResponse(responseCode = "429", description = "too_many_requests: four of these are running")
    public WebhookJson.Result resend(@PathParam("id") String id, @PathParam("number") long number) {
        return WebhookJson.Result.of(deliveries.resend(id, number, caller.name()));
    }

    private void check(RequestedWebhook.Parsed wanted) {
        wanted.url().ifPresent(client::check);
        wanted.task().flatMap(task -> task).ifPresent(tasks::get);
    }

    private WebhookJson json(Webhook webhook) {
        return WebhookJson.of(webhook, failures(webhook.id()), clock.instant());
    }

    private int failures(String id) {
        return webhooks.deadLetters().getOrDefault(id, 0);
    }

    private static Problem missing(String member) {
        return Problem.invalid(
                "The webhook has no " + member + ".", "Send {\"name\": \"chat\", \"url\": \"https://…\"}.");
    }
}
