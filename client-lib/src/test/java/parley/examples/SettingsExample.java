package parley.examples;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/**
 * An application whose settings, one JSON file, are updated while it runs: completely or not at all, and stored for
 * its next start.
 */
public class SettingsExample implements UpdateHandler {

    private static final String FILE = "app.json";

    private final Path kept;
    private final Map<Digest, byte[]> downloaded = new HashMap<>();
    private volatile JsonObject settings = JsonObject.EMPTY_JSON_OBJECT;

    /** With the stored settings, if there are any. */
    public SettingsExample(Path kept) throws IOException {
        this.kept = kept;
        if (Files.exists(kept)) {
            settings = parse(Files.readAllBytes(kept));
        }
    }

    /** The settings in force; safe to read from any thread. */
    public JsonObject settings() {
        return settings;
    }

    /** The only step that cannot be undone is the move, which is atomic: nothing can be half done. */
    @Override
    public Optional<Recovered> recover() {
        return Optional.empty();
    }

    @Override
    public Inventory inventory() throws UpdateFailedException {
        return new Inventory(Optional.empty(), Optional.empty(), files(), List.of(), Map.of());
    }

    private Map<String, FileEntry> files() throws UpdateFailedException {
        if (!Files.exists(kept)) {
            return Map.of();
        }
        byte[] now = read(kept);
        return Map.of(FILE, new FileEntry(digest(now), now.length, new Mode(0644)));
    }

    @Override
    public Answer decide(Offer offer) {
        for (Change change : offer.changes()) {
            if (!change.path().equals(FILE) || change.file().isEmpty()) {
                return Answer.decline(offer.offer(), Reason.UNSUPPORTED, "this application has one file, " + FILE);
            }
        }
        return Answer.accept(offer.offer());
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) {
        return new InMemory(blob);
    }

    /** Checks that the settings can be read, before anything changes. */
    @Override
    public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
        check(content(agreed));
    }

    /** Can be repeated: after a crash between the move and its report this is called again. */
    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
        byte[] content = content(agreed);
        JsonObject next = check(content);
        keep(content);
        settings = next;
        return Applied.succeeded(next.size() + " settings are in force", "");
    }

    private static JsonObject check(byte[] content) throws UpdateFailedException {
        try {
            return parse(content);
        } catch (JsonException e) {
            throw new UpdateFailedException(Reason.CHECK_FAILED, FILE + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonObject parse(byte[] content) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(content))) {
            return reader.readObject();
        }
    }

    private void keep(byte[] content) throws UpdateFailedException {
        Path next = kept.resolveSibling(kept.getFileName() + ".next");
        try {
            Files.write(next, content);
            Files.move(next, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UpdateFailedException(Reason.PERMISSION, kept + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) throws UpdateFailedException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UpdateFailedException(Reason.PERMISSION, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] content(Agreed agreed) {
        Digest digest = agreed.changes().get(0).file().orElseThrow().sha256();
        return downloaded.getOrDefault(digest, new byte[0]);
    }

    private static Digest digest(byte[] content) {
        try {
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class InMemory implements BlobSink {

        private final FileEntry blob;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        InMemory(FileEntry blob) {
            this.blob = blob;
        }

        @Override
        public long offset() {
            return 0;
        }

        @Override
        public void write(byte[] data, int from, int length) {
            bytes.write(data, from, length);
        }

        @Override
        public void complete() throws UpdateFailedException {
            byte[] content = bytes.toByteArray();
            if (!digest(content).equals(blob.sha256())) {
                throw new UpdateFailedException(Reason.INTEGRITY, FILE + " is not what was agreed");
            }
            downloaded.put(blob.sha256(), content);
        }

        @Override
        public void close() {
            bytes.reset();
        }
    }
}
