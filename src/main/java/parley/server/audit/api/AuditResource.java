package parley.server.audit.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.audit.AuditEntry;
import parley.server.audit.AuditException;
import parley.server.audit.AuditFilter;
import parley.server.audit.AuditLog;
import parley.server.audit.anchor.AnchorState;
import parley.server.audit.anchor.AuditAnchors;
import parley.server.problems.FreeText;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;

/** The audit log over REST: read it, verify it. Nobody can change it. */
@Path("/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "audit", description = "Who did what, in a chain of hashes.")
public class AuditResource {
    private static final int MOST = 10_000;
    private static final int MAX_TEXT = 255;

    public record Entry(
            long seq, Instant at, String actor, String action, String subject, JsonObject detail, String hash) {}

    public record Page(List<Entry> entries) {}

    /**
     * @param ok whether the chain is whole, and neither the anchor nor the checkpoint says otherwise
     * @param anchor how the anchor in the data folder fits: fits, missing, ahead, differs or forged
     * @param checkpoint the same of the checkpoint of the request
     */
    public record Verified(
            boolean ok,
            long entries,
            String head,
            Optional<Long> firstBad,
            String anchor,
            Optional<String> checkpoint) {}

    /** An entry of the log, as the line that {@code audit/checkpoint} gave. */
    public record Checkpoint(@Nullable String checkpoint) {}

    @Inject
    DataSource dataSource;

    @Inject
    AuditAnchors anchors;

    @GET
    @RequiresRole(Role.OPERATOR)
    @Operation(
            summary = "Entries of the audit log, oldest first; the last ones when 'after' is missing",
            description = "With several conditions, only entries that match all of them.")
    @APIResponse(
            responseCode = "200",
            description = "The entries.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    public Page entries(
            @Parameter(description = "Only entries after this sequence number") @QueryParam("after")
                    Optional<Long> after,
            @Parameter(description = "Only entries before this sequence number") @QueryParam("before")
                    Optional<Long> before,
            @Parameter(description = "Only what this API key or client did") @QueryParam("actor")
                    Optional<String> actor,
            @Parameter(description = "Only this action, such as task.started, or all below a prefix: task")
                    @QueryParam("action")
                    Optional<String> action,
            @Parameter(description = "Only what was done to this id") @QueryParam("subject") Optional<String> subject,
            @Parameter(description = "In the actor, the action, the subject or the detail") @QueryParam("search")
                    Optional<String> search,
            @Parameter(description = "1 to " + MOST) @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid("limit is not between 1 and " + MOST + ".", "Leave it out for 100.");
        }
        AuditFilter wanted = new AuditFilter(
                checked("actor", actor),
                checked("action", action),
                checked("subject", subject),
                checked("search", search),
                after,
                before);
        try (Connection connection = dataSource.getConnection()) {
            return new Page(AuditLog.read(connection, wanted, limit).stream()
                    .map(AuditResource::entry)
                    .toList());
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be read", e);
        }
    }

    private static Optional<String> checked(String what, Optional<String> text) {
        return text.filter(wanted -> !wanted.isEmpty()).map(wanted -> FreeText.check(what, wanted, MAX_TEXT));
    }

    @GET
    @Path("verify")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Checks the whole chain and says where it is broken, if it is")
    @APIResponse(
            responseCode = "200",
            description = "The verdict.",
            content = @Content(schema = @Schema(implementation = Verified.class)))
    public Verified verify() {
        return verified(Optional.empty());
    }

    @POST
    @Path("verify")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "The same, also against a checkpoint that was kept elsewhere")
    @APIResponse(
            responseCode = "200",
            description = "The verdict.",
            content = @Content(schema = @Schema(implementation = Verified.class)))
    @APIResponse(responseCode = "400", description = "invalid")
    public Verified verifyAgainst(@Nullable Checkpoint request) {
        if (request == null || request.checkpoint() == null) {
            throw Problem.invalid(
                    "The request has no checkpoint.", "Send {\"checkpoint\": \"…\"}, a line of GET /audit/checkpoint.");
        }
        String line = FreeText.check("checkpoint", request.checkpoint(), MAX_TEXT);
        return verified(Optional.of(anchors.check(line)));
    }

    @GET
    @Path("checkpoint")
    @RequiresRole(Role.ADMIN)
    @Operation(
            summary = "The end of the log, to be kept elsewhere",
            description = "A line of text with a code that only this server can make. POST /audit/verify compares it.")
    @APIResponse(
            responseCode = "200",
            description = "The checkpoint.",
            content = @Content(schema = @Schema(implementation = Checkpoint.class)))
    public Checkpoint checkpoint() {
        return new Checkpoint(anchors.checkpoint());
    }

    private Verified verified(Optional<AnchorState> checkpoint) {
        AnchorState anchor = anchors.check();
        try (Connection connection = dataSource.getConnection()) {
            AuditLog.Verification found = AuditLog.verify(connection);
            return new Verified(
                    found.ok()
                            && !anchor.isBad()
                            && checkpoint.filter(AnchorState::isBad).isEmpty(),
                    found.entries(),
                    found.head(),
                    found.firstBad().stream().boxed().findFirst(),
                    anchor.word(),
                    checkpoint.map(AnchorState::word));
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be read", e);
        }
    }

    private static Entry entry(AuditEntry entry) {
        return new Entry(
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                JsonValues.read(entry.detail()),
                entry.hash());
    }
}
