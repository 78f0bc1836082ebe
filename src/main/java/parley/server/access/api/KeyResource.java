package parley.server.access.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.ApiKey;
import parley.server.access.ApiKeys;
import parley.server.access.Caller;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.problems.FreeText;
import parley.server.problems.Lifetime;
import parley.server.problems.Problem;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;

/** API keys over REST. */
@Path("/keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@RequiresRole(Role.ADMIN)
@Tag(name = "keys", description = "Credentials of operators and automation.")
public class KeyResource {
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final int MAX_DESCRIPTION = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * @param description what it is for: one line, at most 1000 characters
     * @param tasks a selector for labels of tasks, such as team=web: the key sees and changes only tasks that match;
     *     not for the role admin
     * @param expiresIn an ISO 8601 duration such as P90D; without it the key lives until it is revoked
     */
    public record NewKey(
            @Nullable String name,
            @Nullable String role,
            @Nullable String description,
            @Nullable String tasks,
            @Nullable String expiresIn) {
        String checkedName() {
            if (name == null || !PRINTABLE.matcher(name).matches() || name.isBlank()) {
                throw Problem.invalid(
                        "name is not 1 to 100 printable characters.", "Say who or what will use the key.");
            }
            return name.strip();
        }

        Role checkedRole() {
            return Optional.ofNullable(role)
                    .flatMap(Role::of)
                    .orElseThrow(() -> Problem.invalid(
                            "role is not viewer, operator or admin.", "viewer reads, operator also runs tasks."));
        }

        Optional<String> checkedDescription() {
            return Optional.of(FreeText.checkLine("description", description, MAX_DESCRIPTION))
                    .filter(text -> !text.isBlank());
        }

        Optional<String> checkedTasks() {
            if (tasks == null) {
                return Optional.empty();
            }
            try {
                Selector selector = Selector.parse(tasks);
                if (selector.isForEverybody()) {
                    throw Problem.invalid("tasks is empty.", "Leave it out for a key for all tasks.");
                }
                if (checkedRole() == Role.ADMIN) {
                    throw Problem.invalid(
                            "A key for some tasks cannot be admin, because an admin makes keys for all.",
                            "Make it viewer or operator, or leave tasks out.");
                }
                return Optional.of(tasks.strip());
            } catch (SelectorException e) {
                throw Problem.invalid(
                        "tasks is no label selector: " + e.getMessage() + ".",
                        "For example \"tasks\": \"team=web,env in (prod,stage)\".");
            }
        }
    }

    public record MadeKey(
            String id,
            String name,
            String role,
            Optional<String> description,
            Optional<String> tasks,
            String key,
            Instant created,
            Optional<Instant> expires) {}

    /**
     * @param lastUsed when it was used last, also through a browser that signed in with it, to the minute
     */
    public record Key(
            String id,
            String name,
            String role,
            Optional<String> description,
            Optional<String> tasks,
            Instant created,
            String createdBy,
            Optional<Instant> expires,
            Optional<Instant> lastUsed,
            Optional<Instant> revoked) {}

    public record Keys(List<Key> keys) {}

    @Inject
    ApiKeys keys;

    @Inject
    Caller caller;

    @GET
    @Operation(summary = "All API keys, also revoked ones, without their texts")
    @APIResponse(
            responseCode = "200",
            description = "The keys, the oldest first.",
            content = @Content(schema = @Schema(implementation = Keys.class)))
    public Keys list() {
        return new Keys(keys.all().stream().map(KeyResource::key).toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes an API key; only this answer has its text")
    @APIResponse(
            responseCode = "201",
            description = "The key.",
            content = @Content(schema = @Schema(implementation = MadeKey.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "409", description = "wrong_state: a live key has this name")
    public Response create(NewKey wanted) {
        if (wanted == null) {
            throw Problem.invalid("The request has no body.", "Send {\"name\":\"…\",\"role\":\"operator\"}.");
        }
        ApiKeys.Issued made = keys.create(
                wanted.checkedName(),
                wanted.checkedRole(),
                wanted.checkedDescription(),
                wanted.checkedTasks(),
                Lifetime.parse(wanted.expiresIn(), LONGEST),
                caller.name());
        ApiKey key = made.key();
        return Response.created(URI.create("keys/" + key.id()))
                .entity(new MadeKey(
                        key.id(),
                        key.name(),
                        key.role().word(),
                        key.description(),
                        key.tasks(),
                        made.text(),
                        key.created(),
                        key.expires()))
                .build();
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revokes an API key at once, with every sign-in made with it")
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "404", description = "unknown_key")
    @APIResponse(responseCode = "409", description = "wrong_state: it is the last admin key that is valid for so long")
    public void revoke(@PathParam("id") String id) {
        keys.revoke(id, caller.name());
    }

    private static Key key(ApiKey key) {
        return new Key(
                key.id(),
                key.name(),
                key.role().word(),
                key.description(),
                key.tasks(),
                key.created(),
                key.createdBy(),
                key.expires(),
                key.lastUsed(),
                key.revoked());
    }
}
