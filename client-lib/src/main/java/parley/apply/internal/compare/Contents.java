package parley.apply.internal.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.apply.BackUp;
import parley.apply.Comparison;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Sha256;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;

/**
 * The contents of small files, by digest, from any place in a destination: its files, the copies that Parley keeps for
 * comparison, and kept back-ups. Not thread-safe.
 */
public final class Contents {
    /** Nothing to compare, if no person is asked. */
    public static final Contents NONE = new Contents(Optional.empty());

    private static final Comparison TOO_LARGE = TextComparison.none(
            "the file here has more than " + Comparison.MOST_BYTES / 1024 + " KiB, or cannot be read");

    private final Optional<FileAccess> files;
    private final Map<Digest, Set<String>> places = new HashMap<>();

    private Contents(Optional<FileAccess> files) {
        this.files = files;
    }

    /** @param present the files of the destination */
    public static Contents of(FileAccess files, Map<String, FileEntry> present) throws IOException {
        Contents contents = new Contents(Optional.of(files));
        present.forEach((path, file) -> contents.add(file.sha256(), path));
        for (BackUp backUp : KeptBackups.list(files)) {
            backUp.files().forEach((path, file) -> contents.add(file.sha256(), KeptBackups.saved(backUp, path)));
        }
        return contents;
    }

    private void add(Digest digest, String path) {
        places.computeIfAbsent(digest, d -> new LinkedHashSet<>()).add(path);
    }

    /** From what Parley wrote to the present file. */
    public Comparison changedHere(Optional<FileEntry> written, FileEntry found) throws IOException {
        Optional<byte[]> old = written.isEmpty() ? Optional.of(new byte[0]) : find(written.get());
        return old.isEmpty()
                ? TextComparison.none("what Parley wrote is not kept (only text of up to "
                        + Comparison.MOST_BYTES / 1024 + " KiB is)")
                : find(found)
                        .map(here -> TextComparison.between(old.get(), here))
                        .orElse(TOO_LARGE);
    }

    /** From the present file to the offered one. */
    public Comparison changedByOffer(FileEntry found, Optional<FileEntry> offered) throws IOException {
        if (offered.isEmpty()) {
            return TextComparison.none("the file would be removed");
        }
        Optional<byte[]> content = find(offered.get());
        if (content.isEmpty()) {
            return TextComparison.none("the new content comes with the download, after the offer is accepted");
        }
        return find(found)
                .map(here -> TextComparison.between(here, content.get()))
                .orElse(TOO_LARGE);
    }

    /** The content of an entry to compare, if it is available; for a link a line that shows where it leads. */
    private Optional<byte[]> find(FileEntry file) throws IOException {
        Optional<byte[]> content = content(file);
        return file.isLink()
                ? content.map(target ->
                        ("-> " + new String(target, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8))
                : content;
    }

    /** The content of a file that is not too large to be compared. */
    private Optional<byte[]> content(FileEntry file) throws IOException {
        if (files.isEmpty() || file.size() > Comparison.MOST_BYTES) {
            return Optional.empty();
        }
        if (file.size() == 0) {
            return Optional.of(new byte[0]);
        }
        Set<String> candidates = new LinkedHashSet<>(places.getOrDefault(file.sha256(), Set.of()));
        candidates.add(WrittenTexts.path(file.sha256()));
        for (String path : candidates) {
            Optional<byte[]> content = read(files.get(), path, file);
            if (content.isPresent()) {
                return content;
            }
        }
        return Optional.empty();
    }

    /** The content of that file, or the target of that link, if its digest is right. */
    static Optional<byte[]> read(FileAccess files, String path, FileEntry file) throws IOException {
        Optional<FileAccess.Found> found = Entries.fileOrLink(files, path).filter(f -> f.size() == file.size());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.get().kind() == FileAccess.Kind.LINK) {
            byte[] target = files.readLink(path).getBytes(StandardCharsets.UTF_8);
            return Sha256.of(target).equals(file.sha256()) ? Optional.of(target) : Optional.empty();
        }
        try (InputStream in = files.read(path)) {
            byte[] content = in.readNBytes((int) file.size() + 1);
            return Sha256.of(content).equals(file.sha256()) ? Optional.of(content) : Optional.empty();
        }
    }
}
