package parley.server.access.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.server.access.AccessFilter;
import parley.server.access.Authentication;
import parley.server.access.Caller;
import parley.server.access.ForScopedKeys;
import parley.server.access.FromAnybody;
import parley.server.access.NoCredentialNeeded;
import parley.server.access.RemoteAddresses;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.access.SignIns;
import parley.server.problems.Problem;

/** Sign-in for browsers, and the caller's identity. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sign-in", description = "The cookie of the admin page. Programs send an API key instead.")
public class SignInResource {
    /** Exactly one of the two. */
    public record Credentials(String code, String key) implements FromAnybody {}

    /**
     * @param tasks a selector for the labels of the tasks that the caller's key is for; absent: all
     * @param csrf to be sent as Parley-CSRF with every change; only for browsers
     */
    public record Who(String name, String role, Optional<String> tasks, Optional<String> csrf) {}

    @Inject
    SignIns signIns;

    @Inject
    Authentication gate;

    @Inject
    RemoteAddresses peers;

    @Inject
    Caller caller;

    @Inject
    @ConfigProperty(name = "parley.sign-in.lifetime")
    Duration lifetime;

    @POST
    @Path("sign-in")
    @NoCredentialNeeded
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Exchanges a one-time code or an API key for the cookie of the admin page")
    @APIResponse(
            responseCode = "200",
            description = "Who is signed in now.",
            content = @Content(schema = @Schema(implementation = Who.class)))
    @APIResponse(responseCode = "401", description = "wrong_key, expired_key")
    @APIResponse(responseCode = "413", description = "too_large")
    @APIResponse(responseCode = "429", description = "too_many_requests")
    public Response signIn(Credentials credentials, @Context HttpServletRequest request) {
        if (credentials == null || (credentials.code() == null) == (credentials.key() == null)) {
            throw Problem.invalid("Exactly one of code and key is needed.", "{\"code\":\"…\"} or {\"key\":\"pak_…\"}");
        }
        SignIns.SignedIn signedIn = gate.signIn(credentials.code(), credentials.key(), peers.addressOf(request));
        return Response.ok(who(signedIn))
                .cookie(cookie(request, signedIn.secret(), (int) lifetime.toSeconds()))
                .build();
    }

    /** @param code for {@code POST /sign-in}, or the admin page's address with {@code #sign-in=CODE} */
    public record Code(String code, Instant expires) {}

    @POST
    @Path("sign-in-codes")
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(
            summary = "Makes a code that signs a browser in once",
            description = "The browser then has the role of the caller's API key. Only for callers with a key. "
                    + "The unused codes that this key had before end.")
    @APIResponse(
            responseCode = "201",
            description = "The code; it is shown only here, and ends after 30 minutes.",
            content = @Content(schema = @Schema(implementation = Code.class)))
    @APIResponse(responseCode = "409", description = "wrong_state: the caller is a signed-in browser")
    public Response createCode() {
        if (caller.signedIn().isPresent()) {
            throw Problem.wrongState("This browser is signed in.", "Use the API key instead, or the command line.");
        }
        SignIns.MadeCode made = signIns.createCode(caller.key());
        return Response.status(Response.Status.CREATED)
                .entity(new Code(made.text(), made.expires()))
                .build();
    }

    @POST
    @Path("sign-out")
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "Ends the sign-in of this browser")
    @APIResponse(responseCode = "204", description = "Signed out.")
    public Response signOut(@Context HttpServletRequest request) {
        caller.signedIn().ifPresent(signedIn -> signIns.end(signedIn.secret()));
        return Response.noContent().cookie(cookie(request, "", 0)).build();
    }

    @GET
    @Path("whoami")
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "Who the caller is, and with which role")
    @APIResponse(
            responseCode = "200",
            description = "The caller.",
            content = @Content(schema = @Schema(implementation = Who.class)))
    public Who whoami() {
        return caller.signedIn()
                .map(SignInResource::who)
                .orElseGet(() -> new Who(caller.name(), caller.role().word(), caller.tasks(), Optional.empty()));
    }

    private static Who who(SignIns.SignedIn signedIn) {
        return new Who(
                signedIn.key().name(),
                signedIn.key().role().word(),
                signedIn.key().tasks(),
                Optional.of(signedIn.csrf()));
    }

    private NewCookie cookie(HttpServletRequest request, String value, int maxAge) {
        return new NewCookie.Builder(AccessFilter.COOKIE)
                .value(value)
                .path(request.getContextPath() + "/")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(peers.of(request).secure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
