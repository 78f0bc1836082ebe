package parley.apply.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All operations of the applier on a destination folder. Paths are relative to it, separated by {@code /}; the empty
 * path is the destination itself.
 *
 * <p>No operation follows a symbolic link below the destination, unless {@link #links} says so: if one is in the way,
 * {@link LinkInTheWay} is thrown and nothing has happened. Changes that are not synced may be lost, or kept, when the
 * machine stops; a move is then lost or kept completely. Not thread-safe.
 */
public interface FileAccess extends Closeable {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /**
     * What is at a path.
     *
     * @param size bytes
     * @param mode the nine permission bits
     * @param identity equal for two names of one file, empty where the platform cannot tell
     */
    record Found(Kind kind, long size, int mode, Optional<Object> identity) {}

    /** A file that is being written. Only {@link #sync} makes it durable, not closing it. */
    interface Sink extends Closeable {
        void write(byte[] bytes, int from, int length) throws IOException;

        /** Returns once content and mode of the file are on stable storage (its name: {@link #syncFolder}). */
        void sync() throws IOException;
    }

    /** What is at {@code path} itself; empty if nothing is, or if a parent is missing or is a file. */
    Optional<Found> look(String path) throws IOException;

    /** The names in a folder, sorted. */
    List<String> list(String folder) throws IOException;

    InputStream read(String file) throws IOException;

    /** Creates a file of mode 0600; fails if anything is there. */
    Sink create(String file) throws IOException;

    /** The target of a symbolic link, as it is written. */
    String readLink(String link) throws IOException;

    /** Creates a symbolic link in an existing folder, in one step; fails if anything is there. */
    void makeLink(String link, String target) throws IOException;

    /** Opens an existing file to write at its end. */
    Sink append(String file) throws IOException;

    void setMode(String file, int mode) throws IOException;

    /** Opens an existing file to overwrite it from its beginning; its sync cuts off the rest of the old content. */
    Sink overwrite(String file) throws IOException;

    /**
     * Whether a move to this path overwrites the file there, in its place and not in one step, instead of replacing it.
     */
    default boolean isOverwritten(String path) throws IOException {
        return false;
    }

    /** Returns once the content of a file that {@link #isOverwritten} is on stable storage; does nothing for others. */
    default void settle(String path) throws IOException {
        // a rename brings whole files that were synced before
    }

    /**
     * Gives a file or folder the owner and the group of {@code like}, as far as the platform and its rules allow;
     * otherwise they stay as they are.
     */
    void takeOwner(String path, String like) throws IOException;

    /** Creates a folder in an existing one, in one step with its mode; fails if anything is there. */
    void makeFolder(String folder, int mode) throws IOException;

    /** Returns once the names in the folder are on stable storage. */
    void syncFolder(String folder) throws IOException;

    /**
     * Gives a file a second name (a hard link); fails if anything is there.
     *
     * @return false if the platform or its rules do not allow it; nothing has happened then
     */
    boolean link(String file, String name) throws IOException;

    /** Renames a file or a link in one step, replacing a file or a link at the new path. */
    void move(String from, String to) throws IOException;

    /** Deletes a file or a link. */
    void delete(String file) throws IOException;

    /** Deletes an empty folder. */
    void deleteFolder(String folder) throws IOException;

    /** Whether names in the folder may be changed, as far as that is known beforehand. */
    boolean mayWrite(String folder) throws IOException;

    /**
     * Paths below the destination at which another file system begins, as far as that is known: nothing can be moved
     * there in one step.
     */
    Set<String> mountPoints() throws IOException;

    /** Bytes that may still be written. */
    long usableSpace() throws IOException;

    /** The disk around the destination; empty if no path leads out of it. */
    default Optional<Surroundings> surroundings() {
        return Optional.empty();
    }

    /** The links of this machine through which paths lead. */
    default FollowedLinks links() {
        return FollowedLinks.NONE;
    }
}
