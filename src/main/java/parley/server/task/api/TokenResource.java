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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.message.Names;
import parley.protocol.KeyId;
import parley.protocol.Suite;
import parley.server.access.Caller;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.idempotency.IdempotencyKeys;
import parley.server.problems.Lifetime;
import parley.server.problems.Problem;
import parley.server.task.service.TaskTokens;
import parley.server.task.service.TokenRevocations;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenChange;
import parley.server.tokens.TokenRecord;
import parley.server.tokens.TokenRequest;
import parley.server.tokens.TokenState;
import parley.server.tokens.Tokens;

/** The join tokens of a task over REST. */
@Path("/tasks/{task}/tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tokens", description = "Join tokens let clients into a task.")
public class TokenResource {
    private static final String KEY_OF_YOUR_OWN = "A key of your own: a repeat with the same key makes nothing again";

    /**
     * @param name the only client name that the token admits, with exactly these labels
     * @param labels without a name: they take precedence over the client's own labels
     * @param expiresIn ISO 8601, at most P30D; by default as in the task's policy
     * @param suite 1: X25519; 2: X25519 and ML-KEM-768, the default
     */
    public record NewToken(
            @Nullable String description,
            @Nullable String name,
            @Nullable Map<String, String> labels,
            @Nullable Integer maxClients,
            @Nullable String expiresIn,
            @Nullable Integer suite,
            @Nullable List<String> urls) {

        static final NewToken DEFAULT = new NewToken(null, null, null, null, null, null, null);

        TokenRequest request() {
            if (maxClients != null && (maxClients < 1 || maxClients > Tokens.MOST_CLIENTS)) {
                throw RequestedTokenChange.badNumber();
            }
            if (suite != null && suite != 1 && suite != 2) {
                throw Problem.invalid(
                        "suite is not 1 or 2.", "Leave it out for 2, which also resists quantum computers.");
            }
            try {
                return new TokenRequest(
                        RequestedTokenChange.description(description),
                        Optional.ofNullable(name).map(Names::checkName),
                        labels == null ? Map.of() : Names.checkLabels(labels),
                        Optional.ofNullable(maxClients),
                        Lifetime.parse(expiresIn, Tokens.LONGEST),
                        suite == null ? Suite.X25519_MLKEM768 : Suite.of(suite),
                        urls == null ? List.of() : urls);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("In the token, " + e.getMessage() + ".", "Correct it and try again.");
            }
        }
    }

    /**
     * What the new token has otherwise than the old one.
     *
     * @param expiresIn ISO 8601, from now on, at most P30D
     * @param maxClients how many clients both admit in all
     */
    public record Rotation(@Nullable String expiresIn, @Nullable Integer maxClients, @Nullable List<String> urls) {

        static final Rotation LIKE_BEFORE = new Rotation(null, null, null);

        TokenChange terms() {
            NewToken terms = new NewToken(null, null, null, maxClients, expiresIn, null, null);
            return new TokenChange(Optional.empty(), terms.request().expiresIn(), Optional.ofNullable(maxClients));
        }
    }

    /**
     * A token in a list, without its text.
     *
     * @param lastUsed when it let its last new client in
     * @param lastUsedBy the name of that client
     * @param replacedBy the key id of the token that took its place
     */
    public record Token(
            String keyId,
            String state,
            Optional<String> description,
            Optional<String> name,
            Map<String, String> labels,
            int suite,
            Instant expires,
            int maxClients,
            int used,
            Instant created,
            String createdBy,
            Optional<Instant> lastUsed,
            Optional<String> lastUsedBy,
            Optional<String> replacedBy) {

        static Token of(TokenRecord token, Instant now) {
            return new Token(
                    token.keyId().hex(),
                    token.state(now).word(),
                    token.description(),
                    token.clientName(),
                    token.clientLabels(),
                    token.suite().code(),
                    token.notAfter(),
                    token.maxClients(),
                    token.used(),
                    token.created(),
                    token.createdBy(),
                    token.lastUsed(),
                    token.lastUsedBy(),
                    token.replacedBy());
        }
    }

    public record TokenList(List<Token> tokens) {}

    /** @param clients how many clients were revoked with the token; those that had been before are not counted */
    public record Revoked(String task, String keyId, String state, long clients) {}

    @Inject
    TaskTokens taskTokens;

    @Inject
    TokenRevocations revocations;

    @Inject
    Tokens tokens;

    @Inject
    IdempotencyKeys repeats;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    @GET
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "All tokens of a task, also dead ones, without their texts")
    @APIResponse(
            responseCode = "200",
            description = "The tokens, the oldest first.",
            content = @Content(schema = @Schema(implementation = TokenList.class)))
    @APIResponse(responseCode = "404", description = "unknown_task")
    public TokenList list(@PathParam("task") String task) {
        Instant now = clock.instant();
        return new TokenList(
                taskTokens.of(task).stream().map(token -> Token.of(token, now)).toList());
    }

    @POST
    @RequiresRole(Role.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make another token; only this answer has its text")
    @APIResponse(
            responseCode = "201",
            description = "The token.",
            content = @Content(schema = @Schema(implementation = IssuedToken.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "404", description = "unknown_task")
    @APIResponse(
            responseCode = "200",
            description = "A repeat, by its Idempotency-Key: the token that it made, without its text.",
            content = @Content(schema = @Schema(implementation = Token.class)))
    @APIResponse(responseCode = "409", description = "wrong_state: the task is not open")
    @APIResponse(responseCode = "422", description = "key_reused: the Idempotency-Key came with another request")
    public Response create(
            @PathParam("task") String task,
            @Parameter(description = KEY_OF_YOUR_OWN) @HeaderParam(IdempotencyKeys.HEADER) @Nullable
                    String idempotencyKey,
            @Nullable NewToken wanted) {
        NewToken asked = wanted == null ? NewToken.DEFAULT : wanted;
        TokenRequest request = asked.request();
        return answer(repeats.once(
                idempotencyKey,
                "POST tasks/" + task + "/tokens",
                asked,
                () -> taskTokens.issue(task, request, caller.name()),
                IssuedToken::keyId));
    }

    private Response answer(IdempotencyKeys.Once<IssuedToken> once) {
        return once.made()
                .map(issued -> Response.created(URI.create("tasks/" + issued.task() + "/tokens/" + issued.keyId()))
                        .entity(issued))
                .orElseGet(() -> Response.ok(Token.of(
                                tokens.find(keyId(once.before().orElseThrow())).orElseThrow(), clock.instant()))
                        .header(IdempotencyKeys.REPLAYED, true))
                .build();
    }

    @POST
    @Path("{keyId}/rotate")
    @RequiresRole(Role.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a token that takes the place of this one; only this answer has its text",
            description = "It has the same name, labels, description and expiry, and the same number of clients, of "
                    + "whom those of the old one count. The old one lets no new client in; clients that have joined "
                    + "with it go on with it.")
    @APIResponse(
            responseCode = "201",
            description = "The new token.",
            content = @Content(schema = @Schema(implementation = IssuedToken.class)))
    @APIResponse(
            responseCode = "200",
            description = "A repeat, by its Idempotency-Key: the new token, without its text.",
            content = @Content(schema = @Schema(implementation = Token.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "404", description = "unknown_task, unknown_token")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: the task is not open, the token is revoked, or the new one would admit nobody")
    @APIResponse(responseCode = "422", description = "key_reused: the Idempotency-Key came with another request")
    public Response rotate(
            @PathParam("task") String task,
            @PathParam("keyId") String keyId,
            @Parameter(description = KEY_OF_YOUR_OWN) @HeaderParam(IdempotencyKeys.HEADER) @Nullable
                    String idempotencyKey,
            @Nullable Rotation wanted) {
        Rotation asked = wanted == null ? Rotation.LIKE_BEFORE : wanted;
        TokenChange terms = asked.terms();
        KeyId old = keyId(keyId);
        List<String> urls = asked.urls() == null ? List.of() : asked.urls();
        return answer(repeats.once(
                idempotencyKey,
                "POST tasks/" + task + "/tokens/" + old.hex() + "/rotate",
                asked,
                () -> taskTokens.rotate(task, old, terms, urls, caller.name()),
                IssuedToken::keyId));
    }

    @PATCH
    @Path("{keyId}")
    @RequiresRole(Role.OPERATOR)
    @Consumes({MediaType.APPLICATION_JSON, TaskResource.MERGE_PATCH})
    @Operation(
            summary = "Extend a token, or change its description",
            description = "A JSON merge patch (RFC 7396). A token that has expired or is used up admits clients again. "
                    + "Its text stays as it is, also the expiry that is in it: the server's counts.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RequestedTokenChange.class)),
                @Content(
                        mediaType = TaskResource.MERGE_PATCH,
                        schema = @Schema(implementation = RequestedTokenChange.class))
            })
    @APIResponse(
            responseCode = "200",
            description = "The token, without its text.",
            content = @Content(schema = @Schema(implementation = Token.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    @APIResponse(responseCode = "404", description = "unknown_task, unknown_token")
    @APIResponse(
            responseCode = "409",
            description = "wrong_state: the task is not open, the token is revoked, or it would be shortened")
    public Token change(@PathParam("task") String task, @PathParam("keyId") String keyId, @Nullable String request) {
        TokenChange change = RequestedTokenChange.of(request);
        return Token.of(taskTokens.change(task, keyId(keyId), change, caller.name()), clock.instant());
    }

    @DELETE
    @Path("{keyId}")
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Revoke a token: it admits no more clients",
            description = "Clients that have joined stay, unless they are to be revoked with it: then they are not "
                    + "let in again in this task, and a session ends on every node within 5 seconds after its client "
                    + "was revoked. The answer comes after 10 seconds at the latest; the rest follows.")
    @APIResponse(
            responseCode = "200",
            description = "Revoked, with its clients.",
            content = @Content(schema = @Schema(implementation = Revoked.class)))
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "404", description = "unknown_token")
    public Response revoke(
            @PathParam("task") String task,
            @PathParam("keyId") String keyId,
            @Parameter(description = "Revoke the clients that it let in, too")
                    @QueryParam("withClients")
                    @DefaultValue("false")
                    boolean withClients) {
        KeyId token = keyId(keyId);
        if (withClients) {
            long clients = revocations.revoke(task, token, caller.name());
            return Response.ok(new Revoked(task, token.hex(), TokenState.REVOKED.word(), clients))
                    .build();
        }
        tokens.revoke(task, token, caller.name());
        return Response.noContent().build();
    }

    private static KeyId keyId(String text) {
        try {
            return KeyId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("A key id has 32 hex digits.", "The list of tokens shows them.");
        }
    }
}
