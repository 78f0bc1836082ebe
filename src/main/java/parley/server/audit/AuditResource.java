package parley.server.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.StringReader;
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
import parley.server.access.Needs;
import parley.server.access.Role;
import parley.server.problems.Problem;

/** The audit log over REST: read it, verify it. Nobody can change it. */
@Path("/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit", description = "Who did what, in a chain of hashes.")
public class AuditResource {
    private static final int MOST = 10_000;

    public record Entry(
            long seq, Instant at, String actor, String action, String subject, JsonObject detail, String hash) {}

    public record Page(List<Entry> entries) {}

    public record Verified(boolean ok, long entries, String head, Optional<Long> firstBad) {}

    @Inject
    DataSource dataSource;

    @GET
    @Needs(Role.OPERATOR)
    @Operation(summary = "Entries of the audit log, oldest first; the last ones when 'after' is missing")
    @APIResponse(
            responseCode = "200",
            description = "The entries.",
            content = @Content(schema = @Schema(implementation = Page.class)))
    public Page entries(
            @Parameter(description = "Only entries behind this sequence number") @QueryParam("after") Long after,
            @Parameter(description = "1 to " + MOST) @QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.invalid("limit is not between 1 and " + MOST + ".", "Leave it out for 100.");
        }
        try (Connection connection = dataSource.getConnection()) {
            long from = after != null ? after : AuditLog.last(connection) - limit;
            return new Page(AuditLog.after(connection, from, limit).stream()
                    .map(AuditResource::entry)
                    .toList());
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be read", e);
        }
    }

    @GET
    @Path("verify")
    @Needs(Role.ADMIN)
    @Operation(summary = "Walks the whole chain and says where it breaks, if it does")
    @APIResponse(
            responseCode = "200",
            description = "The verdict.",
            content = @Content(schema = @Schema(implementation = Verified.class)))
    public Verified verify() {
        try (Connection connection = dataSource.getConnection()) {
            AuditLog.Verification found = AuditLog.verify(connection);
            return new Verified(
                    found.ok(),
                    found.entries(),
                    found.head(),
                    found.firstBad().stream().boxed().findFirst());
        } catch (SQLException e) {
            throw new AuditException("the audit log cannot be read", e);
        }
    }

    private static Entry entry(AuditEntry entry) {
        try (JsonReader reader = Json.createReader(new StringReader(entry.detail()))) {
            return new Entry(
                    entry.seq(),
                    entry.at(),
                    entry.actor(),
                    entry.action(),
                    entry.subject(),
                    reader.readObject(),
                    entry.hash());
        }
    }
}
