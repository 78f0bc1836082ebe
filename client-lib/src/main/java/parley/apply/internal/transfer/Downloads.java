package parley.apply.internal.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.destination.MountedFiles;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.disk.Tree;
import parley.message.Agreed;
import parley.message.Reason;
import parley.message.bundle.Digest;

/** Downloaded blobs, at {@code .parley/download/<hex>}; an interrupted download resumes. */
public final class Downloads {
    private final FileAccess files;
    private final Tree tree;

    public Downloads(FileAccess files) {
        this.files = files;
        this.tree = new Tree(files);
    }

    public static String path(Digest blob) {
        return Layout.DOWNLOAD + "/" + blob.hex();
    }

    /**
     * Deletes earlier downloads that these changes do not need, and checks that the rest will fit.
     *
     * @throws ApplyFailure NO_SPACE
     */
    void makeRoom(Agreed agreed) throws IOException, ApplyFailure {
        Set<String> wanted = new HashSet<>();
        agreed.changes().forEach(change -> change.file()
                .ifPresent(file -> wanted.add(file.sha256().hex())));
        long here = 0;
        for (String name : files.look(Layout.DOWNLOAD).isPresent() ? files.list(Layout.DOWNLOAD) : List.<String>of()) {
            String path = Layout.child(Layout.DOWNLOAD, name);
            if (wanted.contains(name)) {
                here += files.look(path).map(FileAccess.Found::size).orElse(0L);
            } else {
                tree.delete(path);
            }
        }
        long free = files.usableSpace();
        long needed = agreed.bytes() - here + MountedFiles.backUpBytes(files, agreed.changes());
        if (needed > free) {
            throw new ApplyFailure(
                    Reason.NO_SPACE,
                    "the update needs " + needed + " bytes more, and " + free
                            + " are free on the disk of the destination");
        }
    }

    /** How many bytes of the blob are here; 0 if there are more than the blob has. */
    public long have(Digest blob, long size) throws IOException {
        Optional<FileAccess.Found> found = files.look(path(blob));
        if (found.isPresent() && found.get().size() > size) {
            tree.delete(path(blob));
            return 0;
        }
        return found.map(FileAccess.Found::size).orElse(0L);
    }

    /** Opens the blob to append at {@link #have}. */
    public FileAccess.Sink open(Digest blob) throws IOException {
        makeFolders();
        return files.look(path(blob)).isPresent() ? files.append(path(blob)) : files.create(path(blob));
    }

    /** Takes a link's target that is already here. */
    public void takeText(String text, Digest blob) throws IOException {
        makeFolders();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (FileAccess.Sink sink = files.create(path(blob))) {
            sink.write(bytes, 0, bytes.length);
            sink.sync();
        }
    }

    /** Takes the blob from a file that already has it, unless that file has changed. */
    public void takeFrom(String file, Digest blob) throws IOException {
        makeFolders();
        if (!tree.copy(file, path(blob), 0600).sha256().equals(blob)) {
            files.delete(path(blob));
        }
    }

    /** Makes the names of the blobs durable. */
    public void sync() throws IOException {
        files.syncFolder(Layout.DOWNLOAD);
        files.syncFolder(Layout.FOLDER);
        files.syncFolder("");
    }

    private void makeFolders() throws IOException {
        tree.makeFolder(Layout.FOLDER, Layout.PRIVATE);
        tree.makeFolder(Layout.DOWNLOAD, Layout.PRIVATE);
    }

    /**
     * Verifies a complete download; a wrong one is deleted.
     *
     * @throws ApplyFailure INTEGRITY
     */
    public void verify(Digest blob, long size) throws IOException, ApplyFailure {
        Sha256.Sum sum = Sha256.of(files, path(blob));
        if (!sum.sha256().equals(blob) || sum.size() != size) {
            files.delete(path(blob));
            throw new ApplyFailure(
                    Reason.INTEGRITY,
                    "what was downloaded as " + blob + " has " + sum.size() + " bytes and the digest " + sum.sha256());
        }
    }
}
