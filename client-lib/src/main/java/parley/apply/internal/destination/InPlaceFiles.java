package parley.apply.internal.destination;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FollowedLinks;
import parley.apply.internal.disk.Surroundings;

/**
 * A destination in which a single file that is itself a mount point (a bind mount of a container) is overwritten where
 * it is, because nothing can be renamed onto it. That is not atomic: a program that reads meanwhile can read half of
 * it. All other operations are unchanged.
 *
 * <p>Only a regular file that the kernel calls a mount point at that moment is overwritten: neither a journal nor a
 * link redirects a write. The source is deleted only after the new content is durable, so that an interrupted
 * overwrite can be repeated.
 */
public final class InPlaceFiles implements FileAccess {
    private static final int PORTION = 64 * 1024;

    private final FileAccess files;

    public InPlaceFiles(FileAccess files) {
        this.files = files;
    }

    @Override
    public boolean isOverwritten(String path) throws IOException {
        return files.mountPoints().contains(path)
                && files.look(path).filter(found -> found.kind() == Kind.FILE).isPresent();
    }

    @Override
    public void move(String from, String to) throws IOException {
        if (!isOverwritten(to)) {
            files.move(from, to);
            return;
        }
        Found before = files.look(to).orElseThrow();
        Found source = files.look(from)
                .filter(found -> found.kind() == Kind.FILE)
                .orElseThrow(() -> new FileSystemException(to, null, "what comes in its place is not a file"));
        try (InputStream in = files.read(from);
                Sink out = files.overwrite(to)) {
            Optional<Object> now = files.look(to).flatMap(Found::identity);
            if (!isOverwritten(to) || !now.equals(before.identity())) {
                throw new FileSystemException(to, null, "another file was mounted there, or it is no longer mounted");
            }
            byte[] portion = new byte[PORTION];
            for (int n = in.read(portion); n >= 0; n = in.read(portion)) {
                out.write(portion, 0, n);
            }
            if (before.mode() != source.mode()) {
                files.setMode(to, source.mode());
            }
            out.sync();
        }
        files.delete(from);
    }

    /** A process that was killed may have left the right content in the cache only. */
    @Override
    public void settle(String path) throws IOException {
        if (isOverwritten(path)) {
            try (Sink sink = files.append(path)) {
                sink.sync();
            }
        }
    }

    /** A mounted file has none: hard links do not cross mounts. */
    @Override
    public boolean link(String file, String name) throws IOException {
        return files.link(file, name);
    }

    @Override
    public boolean mayWrite(String path) throws IOException {
        return files.mayWrite(path);
    }

    @Override
    public Sink overwrite(String file) throws IOException {
        return files.overwrite(file);
    }

    @Override
    public Optional<Found> look(String path) throws IOException {
        return files.look(path);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public InputStream read(String file) throws IOException {
        return files.read(file);
    }

    @Override
    public Sink create(String file) throws IOException {
        return files.create(file);
    }

    @Override
    public String readLink(String link) throws IOException {
        return files.readLink(link);
    }

    @Override
    public void makeLink(String link, String target) throws IOException {
        files.makeLink(link, target);
    }

    @Override
    public Sink append(String file) throws IOException {
        return files.append(file);
    }

    @Override
    public void setMode(String file, int mode) throws IOException {
        files.setMode(file, mode);
    }

    @Override
    public void takeOwner(String path, String like) throws IOException {
        files.takeOwner(path, like);
    }

    @Override
    public void makeFolder(String folder, int mode) throws IOException {
        files.makeFolder(folder, mode);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        files.syncFolder(folder);
    }

    @Override
    public void delete(String file) throws IOException {
        files.delete(file);
    }

    @Override
    public void deleteFolder(String folder) throws IOException {
        files.deleteFolder(folder);
    }

    @Override
    public Set<String> mountPoints() throws IOException {
        return files.mountPoints();
    }

    @Override
    public long usableSpace() throws IOException {
        return files.usableSpace();
    }

    @Override
    public Optional<Surroundings> surroundings() {
        return files.surroundings();
    }

    @Override
    public FollowedLinks links() {
        return files.links();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
