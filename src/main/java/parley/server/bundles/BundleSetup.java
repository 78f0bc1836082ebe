package parley.server.bundles;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import parley.server.bundles.store.BlobLimits;
import parley.server.bundles.store.BlobStore;
import parley.server.bundles.store.BundleLimits;
import parley.server.storage.DataFolder;

/** Makes the blob store and the limits from the configuration. */
@ApplicationScoped
public class BundleSetup {

    @Produces
    @Singleton
    BlobStore blobStore(
            DataFolder folder,
            @ConfigProperty(name = "parley.limits.blobs.bytes") long totalBytes,
            @ConfigProperty(name = "parley.limits.disk.reserve") long reserveBytes)
            throws IOException {
        return BlobStore.in(folder.folder("blobs"), folder.folder("tmp"), new BlobLimits(totalBytes, reserveBytes));
    }

    @Produces
    @Singleton
    BundleLimits bundleLimits(
            @ConfigProperty(name = "parley.limits.bundle.files") int files,
            @ConfigProperty(name = "parley.limits.file.bytes") long fileBytes,
            @ConfigProperty(name = "parley.limits.bundle.bytes") long bundleBytes,
            @ConfigProperty(name = "parley.limits.bundle.paths") int pathBytes,
            @ConfigProperty(name = "parley.limits.archive.ratio") int ratio) {
        return new BundleLimits(files, fileBytes, bundleBytes, pathBytes, ratio);
    }
}
