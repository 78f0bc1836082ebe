package parley.server.task.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
import parley.server.problems.FreeText;
import parley.server.problems.Lifetime;
import parley.server.problems.Problem;
import parley.server.task.service.TaskTokens;
import parley.server.tokens.IssuedToken;
import parley.server.tokens.TokenRecord;
import parley.server.tokens.TokenRequest;
import parley.server.tokens.Tokens;

/** The join tokens of a task over REST. */
@Path("/tasks/{task}/tokens")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "tokens", description = "Join tokens let clients into a task.")
public class TokenResource {
    private static final int MAX_DESCRIPTION = 1_000;

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
                throw Problem.invalid("maxClients is not between 1 and " + Tokens.MOST_CLIENTS + ".", "100");
            }
            if (suite != null && suite != 1 && suite != 2) {
                throw Problem.invalid(
                        "suite is not 1 or 2.", "Leave it out for 2, which also resists quantum computers.");
            }
            try {
                return new TokenRequest(
                        Optional.ofNullable(description)
                                .map(text -> FreeText.check("description", text, MAX_DESCRIPTION)),
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

    /** A token in a list, without its text. */
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
            String createdBy) {

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
                    token.createdBy());
        }
    }

    public record TokenList(List<Token> tokens) {}

    @Inject
    TaskTokens taskTokens;

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
            @Parameter(description = "A key of your own: a repeat with the same key makes nothing again")
                    @HeaderParam(IdempotencyKeys.HEADER)
                    @Nullable
                    String idempotencyKey,
            @Nullable NewToken wanted) {
        NewToken asked = wanted == null ? NewToken.DEFAULT : wanted;
        TokenRequest request = asked.request();
        IdempotencyKeys.Once<IssuedToken> once = repeats.once(
                idempotencyKey,
                "POST tasks/" + task + "/tokens",
                asked,
                () -> taskTokens.issue(task, request, caller.name()),
                IssuedToken::keyId);
        return once.made()
                .map(issued -> Response.created(URI.create("tasks/" + task + "/tokens/" + issued.keyId()))
                        .entity(issued))
                .orElseGet(() -> Response.ok(Token.of(
                                tokens.find(keyId(once.before().orElseThrow())).orElseThrow(), clock.instant()))
                        .header(IdempotencyKeys.REPLAYED, true))
                .build();
    }

    @DELETE
    @Path("{keyId}")
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Revoke a token: it admits no more clients; clients that have joined stay")
    @APIResponse(responseCode = "204", description = "Revoked.")
    @APIResponse(responseCode = "404", description = "unknown_token")
    public void revoke(@PathParam("task") String task, @PathParam("keyId") String keyId) {
        tokens.revoke(task, keyId(keyId), caller.name());
    }

    private static KeyId keyId(String text) {
        try {
            return KeyId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("A key id has 32 hex digits.", "The list of tokens shows them.");
        }
    }
}
