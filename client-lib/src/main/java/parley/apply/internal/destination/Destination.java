package parley.apply.internal.destination;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import parley.apply.OnLink;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Mounts;
import parley.apply.internal.disk.NativeFiles;
import parley.apply.internal.disk.Tree;
import parley.message.Reason;

/** The destination folder: read as it is, created and locked only to write. */
public final class Destination implements Closeable {
    /** File systems of Linux and macOS that have no symbolic links. */
    private static final Set<String> WITHOUT_LINKS = Set.of("vfat", "msdos", "exfat", "msdosfs");

    private final Path path;
    private final UnaryOperator<FileAccess> through;
    private final Following following;
    private @Nullable NativeFiles opened;
    private @Nullable FileAccess files;
    private @Nullable DestinationLock lock;

    /** What a destination does with links of this machine. */
    public enum Following {
        NONE,
        /** Links that an earlier update followed are followed if asked for. */
        AS_BEFORE,
        ALL;

        public static Following of(OnLink policy) {
            return policy == OnLink.FOLLOW ? ALL : NONE;
        }
    }

    public Destination(Path path, UnaryOperator<FileAccess> through, Following following) {
        this.path = path.toAbsolutePath().normalize();
        this.through = through;
        this.following = following;
    }

    public Path path() {
        return path;
    }

    /**
     * Opens the folder if it is there, locked if Parley has been here before.
     *
     * @throws ApplyFailure if it can never be a destination, another update has it, or links cannot be followed here
     */
    public Optional<FileAccess> look() throws IOException, ApplyFailure {
        check();
        peek();
        if (files != null && files.look(Layout.FOLDER).isPresent()) {
            lock(files);
        }
        return Optional.ofNullable(files);
    }

    /** Opens the folder if it is there, to read without a lock. */
    public Optional<FileAccess> peek() throws IOException, ApplyFailure {
        if (files == null && Files.isDirectory(path)) {
            open();
        }
        return Optional.ofNullable(files);
    }

    /** Makes what is missing, opens and locks it. */
    public FileAccess take() throws IOException, ApplyFailure {
        Optional<FileAccess> there = look();
        if (there.isEmpty()) {
            create(path);
        }
        FileAccess taken = there.isPresent() ? there.get() : open();
        new Tree(taken).makeFolder(Layout.FOLDER, Layout.PRIVATE);
        lock(taken);
        return taken;
    }

    /** Whether symbolic links can be made there, as far as that is known without making one. */
    public boolean takesLinks() {
        Path existing = path;
        while (existing.getParent() != null && !Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        if (!existing.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false; // Windows, where a link needs a right of its own
        }
        try {
            return !WITHOUT_LINKS.contains(Files.getFileStore(existing).type());
        } catch (IOException noTableOfMounts) { // as in some containers
            return true;
        }
    }

    private FileAccess open() throws IOException, ApplyFailure {
        NativeFiles folder = NativeFiles.open(path);
        opened = folder;
        FileAccess seen = through.apply(folder);
        if (seen instanceof InPlaceFiles && !Mounts.areKnown()) {
            folder.close();
            throw new ApplyFailure(
                    Reason.UNSUPPORTED,
                    "this system does not show which single files are mounted (that needs Linux, with /proc); leave"
                            + " out --in-place, or mount folders instead of files");
        }
        files = seen;
        if (following != Following.NONE && folder.reachOut()) {
            FileAccess followed = new FollowingFiles(seen, following == Following.ALL);
            files = followed;
            return followed;
        } else if (following == Following.ALL) {
            throw new ApplyFailure(
                    Reason.UNSUPPORTED,
                    "links cannot be followed safely on this system (that needs Linux, with /proc); choose to "
                            + "refuse or to"
                            + " replace them");
        }
        return seen;
    }

    /** Makes a folder and its missing parents, each durable in its parent. */
    private static void create(Path folder) throws IOException {
        Path above = folder.getParent();
        if (above == null || Files.isDirectory(folder)) {
            return;
        }
        create(above);
        Files.createDirectory(folder);
        try (FileAccess holder = NativeFiles.open(above)) {
            holder.syncFolder("");
        }
    }

    private void lock(FileAccess seen) throws IOException, ApplyFailure {
        if (seen.look(Layout.FOLDER)
                .filter(f -> f.kind() == FileAccess.Kind.FOLDER)
                .isEmpty()) {
            throw new ApplyFailure(Reason.PATH_REFUSED, path.resolve(Layout.FOLDER) + " is not a folder");
        }
        if (lock == null) {
            lock = DestinationLock.take(opened(), path);
        }
    }

    private NativeFiles opened() {
        if (opened == null) {
            throw new IllegalStateException("the folder has not been opened");
        }
        return opened;
    }

    private void check() throws ApplyFailure {
        Path existing = path;
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            String what = Files.isSymbolicLink(existing) ? "a link that leads nowhere" : "a file";
            throw new ApplyFailure(
                    Reason.PATH_REFUSED,
                    "the destination " + path + " cannot be used: " + existing + " is " + what + ", not a folder");
        }
        if (!Files.isWritable(existing)) {
            throw new ApplyFailure(
                    Reason.PERMISSION, "the destination " + path + " cannot be used: " + whyNot(existing));
        }
    }

    private static String whyNot(Path unwritable) {
        String usual = "this user may not write to " + unwritable;
        try {
            return Files.getFileStore(unwritable).isReadOnly() ? "it is on a disk that is mounted read-only" : usual;
        } catch (IOException noTableOfMounts) { // as in some containers
            return usual;
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
        if (files != null) {
            files.close();
            files = null;
        }
    }
}
