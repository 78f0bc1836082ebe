package parley.server.bundles.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.bundle.FileEntry;
import parley.server.bundles.store.BlobLimits;
import parley.server.bundles.store.BlobStore;
import parley.server.bundles.store.BundleLimits;
import parley.server.bundles.store.Staging;

/** A blob store in a temporary folder that uploads are read into, and their result as text. */
final class Uploads {

    static final BundleLimits LIMITS = new BundleLimits(100, 64 << 20, 128 << 20, 64 * 1024, 50);
    static final String BOUNDARY = "xYzZY";

    final Path tmp;
    final BlobStore store;

    Uploads(Path data) throws IOException {
        this.tmp = Files.createDirectory(data.resolve("tmp"));
        this.store = BlobStore.in(Files.createDirectory(data.resolve("blobs")), tmp, new BlobLimits(1L << 30, 0));
    }

    /** {@code path → "mode content"} of the files of an archive. */
    SortedMap<String, String> archive(byte[] archive) throws IOException {
        return archive(archive, LIMITS);
    }

    SortedMap<String, String> archive(byte[] archive, BundleLimits limits) throws IOException {
        return multipart(new ByteArrayInputStream(archiveBody(archive)), limits);
    }

    /** {@code code: paths} of the warnings about an archive. */
    List<String> warnings(byte[] archive) throws IOException {
        try (Staging staging = store.stage()) {
            return MultipartUpload.read(new ByteArrayInputStream(archiveBody(archive)), BOUNDARY, staging, LIMITS)
                    .content()
                    .warnings()
                    .stream()
                    .map(warning -> warning.code() + ": " + String.join(", ", warning.paths()))
                    .toList();
        }
    }

    SortedMap<String, String> multipart(InputStream body, BundleLimits limits) throws IOException {
        try (Staging staging = store.stage()) {
            MultipartUpload.Received received = MultipartUpload.read(body, BOUNDARY, staging, limits);
            SortedMap<String, String> files = new TreeMap<>();
            for (var file : received.content().entries().entrySet()) {
                files.put(file.getKey(), show(staging, file.getValue()));
            }
            return files;
        }
    }

    private static String show(Staging staging, FileEntry file) throws IOException {
        try (InputStream in = staging.read(file.sha256())) {
            return file.mode().text() + " " + new String(in.readAllBytes(), UTF_8);
        }
    }

    static byte[] archiveBody(byte[] archive) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"archive\"; filename=\"site.zip\"\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(archive);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return body.toByteArray();
    }
}
