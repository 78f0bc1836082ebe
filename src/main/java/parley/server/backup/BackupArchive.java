package parley.server.backup;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import parley.server.storage.JsonValues;

/**
 * Writes the archive of a back-up: a zip with {@code db/parley.mv.db}, {@code master.key}, {@code admin.key},
 * {@code node} and {@code blobs/ab/<64 hex digits>}, and at its end {@code manifest.json} with their sizes and digests.
 * A zip has its directory at its end, so an archive that was cut off cannot be read by mistake.
 */
final class BackupArchive {

    /** The version of this format. */
    private static final int FORMAT = 1;

    private static final int PIECE = 64 * 1024;

    /** Is asked between two pieces of a file, and throws to give up. */
    @FunctionalInterface
    interface Patience {
        void check() throws IOException;
    }

    private final ZipOutputStream zip;
    private final Patience patience;
    private final JsonArrayBuilder files = JsonValues.array();
    private final JsonArrayBuilder damaged = JsonValues.array();
    private final byte[] piece = new byte[PIECE];
    private long blobs;
    private long blobBytes;

    BackupArchive(OutputStream out, Patience patience) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(out, PIECE), StandardCharsets.UTF_8);
        this.zip.setLevel(Deflater.BEST_SPEED);
        this.patience = patience;
    }

    void addFile(String name, InputStream content) throws IOException {
        MessageDigest sha256 = sha256();
        long bytes = write(name, content, sha256);
        files.add(JsonValues.object().add("name", name).add("bytes", bytes).add("sha256", hex(sha256)));
    }

    /** A blob whose bytes do not have its digest is noted as damaged. */
    void addBlob(String hex, InputStream content) throws IOException {
        MessageDigest sha256 = sha256();
        blobBytes += write("blobs/" + hex.substring(0, 2) + "/" + hex, content, sha256);
        blobs++;
        if (!hex(sha256).equals(hex)) {
            damaged.add(hex);
        }
    }

    /** Writes the manifest, with {@code facts} in it, and ends the archive. */
    void end(JsonObject facts) throws IOException {
        JsonObjectBuilder manifest = JsonValues.object(facts)
                .add("format", FORMAT)
                .add("files", files)
                .add("blobs", JsonValues.object().add("count", blobs).add("bytes", blobBytes))
                .add("damaged", damaged);
        zip.putNextEntry(new ZipEntry("manifest.json"));
        zip.write(manifest.build().toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        zip.flush();
    }

    long blobs() {
        return blobs;
    }

    private long write(String name, InputStream content, MessageDigest sha256) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        long bytes = 0;
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            patience.check();
            sha256.update(piece, 0, read);
            zip.write(piece, 0, read);
            bytes += read;
        }
        zip.closeEntry();
        return bytes;
    }

    private static String hex(MessageDigest sha256) {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
