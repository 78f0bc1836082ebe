package parley.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server's folder, locked by a file lock as long as it is open: two servers never share one.
 *
 * <p>Only the owner can read the folder and every file written through it, if the file system has owners.
 */
public final class DataFolder implements AutoCloseable {
    private static final boolean POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Set<String> OWN = Set.of("lock", "serve.lock", "master.key", "blobs", "db");

    /** {@code parley restore-server} writes it before it changes what a server would use, and removes it at its end. */
    private static final String INCOMPLETE = "restore.incomplete";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates the folder if it is missing, makes it private, and takes its lock.
     *
     * @throws DataFolderException with a text for the operator: in use by another server, not a folder, no permission,
     *     files of somebody else in it
     */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            createClosed(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    ownerOnly("rw-------"));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new DataFolderException("The data folder " + folder
                        + " is in use by another Parley server: stop that one, or name another folder.");
            }
            return new DataFolder(folder, channel, lock);
        } catch (IOException e) {
            throw new DataFolderException("The data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static void createClosed(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        } else if (isForeign(folder)) {
            throw new DataFolderException("The folder " + folder
                    + " has files that are not a Parley server's: name a new or an empty folder.");
        }
        if (Files.exists(folder.resolve(INCOMPLETE))) {
            throw new DataFolderException("A restore of the data folder " + folder
                    + " was interrupted: run parley restore-server FILE --force again.");
        }
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    // To make somebody else's folder private would do harm.
    private static boolean isForeign(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names =
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
            return !Set.of("lost+found").containsAll(names) && Collections.disjoint(names, OWN);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The path of a name below the folder; creates nothing. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** The folder of that name below this one, created if it is missing; may be a link to a folder elsewhere. */
    public Path folder(String name) {
        if (Files.isDirectory(path.resolve(name))) {
            return path.resolve(name);
        }
        try {
            return Files.createDirectories(path.resolve(name), ownerOnly("rwx------"));
        } catch (IOException e) {
            throw new DataFolderException("The folder " + path.resolve(name) + " cannot be created: " + e, e);
        }
    }

    /**
     *  Writes a small text file that only the owner can read; a reader sees the old or the new file, never half of
     *  one.
     */
    public void writeSecret(String name, String text) {
        Path file = path.resolve(name);
        Path temporary = path.resolve(name + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel out = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    ownerOnly("rw-------"))) {
                out.write(StandardCharsets.UTF_8.encode(text + "\n"));
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DataFolderException("The file " + file + " cannot be written: " + e, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Releases the folder. */
    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new DataFolderException("The lock of " + path + " cannot be released: " + e, e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
