package parley.server.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import parley.server.bundles.store.BlobStore;
import parley.server.storage.DataFolder;
import parley.server.storage.DataFolderException;

/** Ready while the folder of the blobs can be written to and its disk has room. */
@Readiness
@ApplicationScoped
public class BlobStoreCheck implements HealthCheck {
    private static final String NAME = "blobs";

    @Inject
    Started started;

    @Inject
    Instance<BlobStore> blobs;

    @Inject
    Instance<DataFolder> folder;

    @Override
    public HealthCheckResponse call() {
        if (!started.everything()) {
            return NotReady.STARTING.response(NAME);
        }
        try {
            Path probe = Files.createTempFile(folder.get().folder("tmp"), "health", "");
            Files.delete(probe);
            long free = blobs.get().free();
            return free > 0
                    ? HealthCheckResponse.named(NAME)
                            .up()
                            .withData("free", free)
                            .build()
                    : NotReady.DISK_FULL.response(NAME);
        } catch (IOException e) {
            return NotReady.of(e).response(NAME);
        } catch (DataFolderException e) {
            return NotReady.of(e.getCause() instanceof IOException cause ? cause : new IOException(e))
                    .response(NAME);
        }
    }
}
