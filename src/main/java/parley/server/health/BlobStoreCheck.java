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

/** Ready while the folder of the blobs can be written to and its disk has room. */
@Readiness
@ApplicationScoped
public class BlobStoreCheck implements HealthCheck {
    @Inject
    Started started;

    @Inject
    Instance<BlobStore> blobs;

    @Inject
    Instance<DataFolder> folder;

    @Override
    public HealthCheckResponse call() {
        if (!started.everything()) {
            return HealthCheckResponse.down("blobs");
        }
        try {
            Path probe = Files.createTempFile(folder.get().folder("tmp"), "health", "");
            Files.delete(probe);
            long free = blobs.get().free();
            return HealthCheckResponse.named("blobs")
                    .status(free > 0)
                    .withData("free", free)
                    .build();
        } catch (IOException e) {
            return HealthCheckResponse.named("blobs")
                    .down()
                    .withData("failure", e.getClass().getSimpleName())
                    .build();
        }
    }
}
