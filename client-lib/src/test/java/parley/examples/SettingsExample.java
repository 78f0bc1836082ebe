package parley.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Change;
import parley.message.Digest;
import parley.message.FileEntry;
import parley.message.Inventory;
import parley.message.Mode;
import parley.message.Offer;
import parley.message.Reason;

/**
 * An application that keeps its settings in memory and has them updated while it runs: one file,
 * {@code app.properties}, taken up as a whole or not at all.
 */
public final class SettingsExample implements UpdateHandler {

    private static final String FILE = "app.properties";

    private final Map<Digest, byte[]> downloaded = new HashMap<>();
    private byte[] source = new byte[0];
    private volatile Map<Object, Object> settings = Map.of();

    /** The settings in force; safe to read from any thread. */
    public Map<Object, Object> settings() {
        return settings;
    }

    /** Nothing outlives the process, so nothing can be half done. */
    @Override
    public Optional<Recovered> recover() {
        return Optional.empty();
    }

    @Override
    public Inventory inventory() {
        FileEntry entry = new FileEntry(digest(source), source.length, new Mode(0644));
        Map<String, FileEntry> files = source.length == 0 ? Map.of() : Map.of(FILE, entry);
        return new Inventory(Optional.empty(), Optional.empty(), files, List.of(), Map.of());
    }

    @Override
    public Answer decide(Offer offer) {
        for (Change change : offer.changes()) {
            if (!change.path().equals(FILE)) {
                return Answer.decline(offer.offer(), Reason.UNSUPPORTED, "this application has no " + change.path());
            }
        }
        return Answer.accept(offer.offer());
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) {
        return new InMemory(blob);
    }

    /** Whether the file can be read is found out before anything changes. */
    @Override
    public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
        read(agreed);
    }

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
        Map<Object, Object> next = read(agreed);
        source = content(agreed);
        settings = next;
        return Applied.succeeded(next.size() + " settings are in force", "");
    }

    private Map<Object, Object> read(Agreed agreed) throws UpdateFailedException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(content(agreed), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UpdateFailedException(Reason.CHECK_FAILED, FILE + " cannot be read: " + e.getMessage(), e);
        }
        return Map.copyOf(properties);
    }

    private byte[] content(Agreed agreed) {
        return agreed.changes()
                .get(0)
                .file()
                .map(file -> downloaded.get(file.sha256()))
                .orElse(new byte[0]);
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
