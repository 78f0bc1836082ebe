package parley.client;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** A handler whose machine is a map; survives "restarts" as long as the object does. Every call is written down. */
public class MemoryHandler implements UpdateHandler {

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    public final Map<String, byte[]> files = new TreeMap<>();
    final Map<Digest, ByteArrayOutputStream> staging = new HashMap<>();
    volatile Applied result = Applied.succeeded("all is well", "ok\n");
    volatile Optional<Recovered> recovered = Optional.empty();

    @Override
    public Optional<Recovered> recover() {
        calls.add("recover");
        return recovered;
    }

    @Override
    public Inventory inventory() throws UpdateFailedException {
        calls.add("inventory");
        Map<String, FileEntry> entries = new HashMap<>();
        files.forEach((path, content) ->
                entries.put(path, new FileEntry(InMemoryServer.digest(content), content.length, new Mode(0644))));
        return new Inventory(Optional.empty(), Optional.empty(), entries, List.of(), Map.of());
    }

    @Override
    public Answer decide(Offer offer) throws UpdateFailedException {
        calls.add("decide " + offer.offer());
        return Answer.accept(offer.offer());
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException {
        ByteArrayOutputStream bytes = staging.computeIfAbsent(blob.sha256(), d -> new ByteArrayOutputStream());
        calls.add("open at " + bytes.size());
        return new BlobSink() {
            @Override
            public long offset() {
                return bytes.size();
            }

            @Override
            public void write(byte[] data, int from, int length) throws UpdateFailedException {
                bytes.write(data, from, length);
            }

            @Override
            public void complete() throws UpdateFailedException {
                if (!InMemoryServer.digest(bytes.toByteArray()).equals(blob.sha256())) {
                    bytes.reset();
                    throw new UpdateFailedException(Reason.INTEGRITY, "the digest differs");
                }
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    @Override
    public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
        calls.add("staged");
    }

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
        calls.add("apply");
        applying.checking();
        if (result.reason().isEmpty()) {
            for (Change change : agreed.changes()) {
                if (change.action() == Action.REMOVE) {
                    files.remove(change.path());
                } else {
                    FileEntry file = change.file().orElseThrow();
                    files.put(
                            change.path(),
                            file.size() == 0
                                    ? new byte[0]
                                    : staging.get(file.sha256()).toByteArray());
                }
            }
        }
        return result;
    }

    @Override
    public void abandoned(Offer offer) {
        calls.add("abandoned " + offer.offer());
    }

    long count(String call) {
        synchronized (calls) {
            return calls.stream().filter(c -> c.startsWith(call)).count();
        }
    }
}
