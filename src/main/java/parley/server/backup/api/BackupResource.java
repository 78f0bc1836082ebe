package parley.server.backup.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.server.access.Caller;
import parley.server.access.RemoteAddresses;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.backup.ServerBackup;
import parley.server.backup.ServerBackups;
import parley.server.problems.Problem;

/** {@code /api/v1/backup}. */
@Path("backup")
@RequestScoped
@Tag(name = "server")
public class BackupResource {

    private static final Logger LOG = Logger.getLogger(BackupResource.class.getName());

    @Inject
    ServerBackups backups;

    @Inject
    Caller caller;

    @Inject
    RemoteAddresses peers;

    @Context
    HttpServletRequest request;

    @POST
    @Produces("application/zip")
    @RequiresRole(Role.ADMIN)
    @Operation(
            summary = "A back-up of the server as a zip archive, while it runs",
            description = "It has the H2 database, the contents of all bundles, the master key and the first"
                    + " administrator's key: whoever has it can do everything that the server can. An external database"
                    + " is not in it. An answer that was cut off is not a readable archive.")
    @APIResponse(responseCode = "200", description = "The archive.")
    @APIResponse(responseCode = "403", description = "local_only: the request does not come from the server's machine")
    @APIResponse(responseCode = "429", description = "too_many_requests: another back-up is running")
    @APIResponse(responseCode = "507", description = "no_space: for a copy of the database")
    public Response make() throws IOException {
        if (!peers.of(request).onThisMachine()) {
            throw new Problem(
                    403,
                    "local_only",
                    "A back-up is made on the server's machine only",
                    "It has the server's keys, which no API key gives to another machine.",
                    "Run there: parley backup FILE");
        }
        ServerBackup backup = backups.begin(caller.name());
        StreamingOutput stream = out -> write(backup, out);
        return Response.ok(stream)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"parley-backup.zip\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static void write(ServerBackup backup, OutputStream out) throws IOException {
        try (backup) {
            long count = backup.writeTo(out);
            LOG.log(Level.INFO, "A back-up with {0} blobs was made.", count);
        }
    }
}
