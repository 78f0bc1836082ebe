package parley.server.health;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import parley.server.access.ForScopedKeys;
import parley.server.access.RequiresRole;
import parley.server.access.Role;
import parley.server.bundles.store.BlobStore;
import parley.server.tokens.PublicUrls;
import parley.server.tokens.ServerIdentity;

/** Information about this server. */
@Path("/server")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "server", description = "This server.")
public class ServerResource {
    /** The number and bytes of the blobs, and the free bytes of their disk. */
    public record Storage(long blobs, long bytes, long free) {}

    /**
     * @param identity the fingerprint of the key by which clients know this server
     * @param publicUrls the URLs in new tokens
     */
    public record Server(
            String name,
            String version,
            String identity,
            List<String> publicUrls,
            Instant started,
            Instant time,
            Storage storage,
            String database) {}

    @PersistenceContext
    EntityManager entities;

    @Inject
    DataSource dataSource;

    @Inject
    BlobStore blobs;

    @Inject
    ServerIdentity identity;

    @Inject
    PublicUrls publicUrls;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = "parley.version")
    String version;

    @GET
    @RequiresRole(Role.VIEWER)
    @ForScopedKeys
    @Operation(summary = "This server: its version, identity, addresses and storage")
    @APIResponse(
            responseCode = "200",
            description = "The server.",
            content = @Content(schema = @Schema(implementation = Server.class)))
    public Server server() {
        return new Server(
                "parley",
                version,
                identity.currentId(),
                publicUrls.all(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                clock.instant(),
                storage(),
                database());
    }

    private Storage storage() {
        try {
            long count = entities.createQuery("SELECT COUNT(b) FROM BlobRecord b", Long.class)
                    .getSingleResult();
            return new Storage(count, blobs.bytes(), blobs.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String database() {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
