package parley.server.task.decide;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parley.message.Fetch;
import parley.message.TaskState;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * The files that a client may fetch in its present state: those of its agreed offer, while the update is in progress,
 * and no others. Immutable.
 */
public final class ServedFiles {

    /** Nothing is served. */
    public static final ServedFiles NONE = new ServedFiles(Map.of());

    private final Map<Digest, FileEntry> files;

    private ServedFiles(Map<Digest, FileEntry> files) {
        this.files = files;
    }

    /** Those of this client. */
    public static ServedFiles to(ClientRecord client, TaskState task) {
        return switch (client.state()) {
            case ACCEPTED, DOWNLOADING, STAGED, APPLYING ->
                task.terminal()
                        ? NONE
                        : client.offer()
                                .filter(CurrentOffer::agreed)
                                .map(ServedFiles::of)
                                .orElse(NONE);
            default -> NONE;
        };
    }

    private static ServedFiles of(CurrentOffer offer) {
        Map<Digest, FileEntry> files = new LinkedHashMap<>();
        offer.changes().forEach(change -> change.file().ifPresent(file -> files.putIfAbsent(file.sha256(), file)));
        return new ServedFiles(files);
    }

    /** The file of the fetch; empty if the client may not fetch it, or if it has no byte at the offset. */
    public Optional<FileEntry> file(Fetch fetch) {
        return Optional.ofNullable(files.get(fetch.sha256())).filter(file -> fetch.offset() < file.size());
    }
}
