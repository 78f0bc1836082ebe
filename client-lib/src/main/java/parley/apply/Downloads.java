package parley.apply;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import parley.message.Digest;
import parley.message.Reason;

/** Blobs on their way into the destination, at {@code .parley/download/<hex>}; a broken download goes on where it was. */
final class Downloads {
    private final FileAccess files;
    private final Tree tree;

    Downloads(FileAccess files) {
        this.files = files;
        this.tree = new Tree(files);
    }

    static String path(Digest blob) {
        return Layout.DOWNLOAD + "/" + blob.hex();
    }

    /** Drops what earlier downloads left and {@code wanted} does not name. */
    void keepOnly(Collection<Digest> wanted) throws IOException {
        Set<String> names = new HashSet<>();
        wanted.forEach(blob -> names.add(blob.hex()));
        if (files.look(Layout.DOWNLOAD).isEmpty()) {
            return;
        }
        for (String name : files.list(Layout.DOWNLOAD)) {
            if (!names.contains(name)) {
                tree.delete(Layout.child(Layout.DOWNLOAD, name));
            }
        }
    }

    /** How many bytes of the blob are here. More than the blob has are none. */
    long have(Digest blob, long size) throws IOException {
        Optional<FileAccess.Found> found = files.look(path(blob));
        if (found.isPresent() && found.get().size() > size) {
            tree.delete(path(blob));
            return 0;
        }
        return found.map(FileAccess.Found::size).orElse(0L);
    }

    /** Opens the blob to write on at {@link #have}. */
    FileAccess.Sink open(Digest blob) throws IOException {
        tree.makeFolder(Layout.FOLDER, Layout.PRIVATE);
        tree.makeFolder(Layout.DOWNLOAD, Layout.PRIVATE);
        return files.look(path(blob)).isPresent() ? files.append(path(blob)) : files.create(path(blob));
    }

    /**
     * Checks a finished download byte for byte; one that is wrong is dropped.
     *
     * @throws ApplyFailure INTEGRITY
     */
    void verify(Digest blob, long size) throws IOException, ApplyFailure {
        Sha256.Sum sum = Sha256.of(files, path(blob));
        if (!sum.sha256().equals(blob) || sum.size() != size) {
            files.delete(path(blob));
            throw new ApplyFailure(
                    Reason.INTEGRITY,
                    "what was downloaded as " + blob + " has " + sum.size() + " bytes and the digest " + sum.sha256());
        }
    }
}
