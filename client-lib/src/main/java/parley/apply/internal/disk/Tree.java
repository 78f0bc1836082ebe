package parley.apply.internal.disk;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;

/** Operations on several names, each of which can be repeated after an interruption. */
public final class Tree {
    private final FileAccess files;

    public Tree(FileAccess files) {
        this.files = files;
    }

    /** Makes the folders above {@code path} that are missing; not durable yet. */
    public void makeParents(String path) throws IOException {
        for (String folder : Layout.parents(path)) {
            makeFolder(folder, Layout.PRIVATE);
        }
    }

    public void makeFolder(String folder, int mode) throws IOException {
        if (files.look(folder).isEmpty()) {
            files.makeFolder(folder, mode);
        }
    }

    /** Makes the names of these files durable, up to and with {@code top}, which must be a parent of all of them. */
    public void syncParents(Collection<String> paths, String top) throws IOException {
        TreeSet<String> folders = new TreeSet<>();
        for (String path : paths) {
            Layout.parents(path).stream()
                    .filter(folder -> folder.equals(top) || folder.startsWith(top + "/"))
                    .forEach(folders::add);
        }
        for (String folder : folders.descendingSet()) {
            files.syncFolder(folder);
        }
    }

    /** Copies the content of a file and gives it that mode; on return they are durable, the name is not yet. */
    public Sha256.Sum copy(String from, String to, int mode) throws IOException {
        return copy(from, to, mode, Optional.empty());
    }

    /** As above, with the owner and group of {@code like}. */
    public Sha256.Sum copy(String from, String to, int mode, Optional<String> like) throws IOException {
        try (var in = files.read(from);
                FileAccess.Sink out = files.create(to)) {
            Sha256.Sum sum = Sha256.of(in, out::write);
            if (like.isPresent()) {
                files.takeOwner(to, like.get());
            }
            files.setMode(to, mode);
            out.sync();
            return sum;
        }
    }

    /** Copies the content of a file and gives it that mode; nothing of it is durable. */
    public void copyForALook(String from, String to, int mode) throws IOException {
        try (var in = files.read(from);
                FileAccess.Sink out = files.create(to)) {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            files.setMode(to, mode);
        }
    }

    /** Deletes whatever is at {@code path}, with its content; links are deleted, not followed. */
    public void delete(String path) throws IOException {
        Optional<Found> found = files.look(path);
        if (found.isEmpty()) {
            return;
        }
        if (found.get().kind() != Kind.FOLDER) {
            files.delete(path);
            return;
        }
        for (String name : files.list(path)) {
            delete(Layout.child(path, name));
        }
        files.deleteFolder(path);
    }

    public void deleteFolderIfEmpty(String path) throws IOException {
        if (files.look(path).filter(found -> found.kind() == Kind.FOLDER).isPresent()
                && files.list(path).isEmpty()) {
            files.deleteFolder(path);
        }
    }
}
