package parley.apply.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the applier ever does to a destination folder. Paths are relative to it, separated by {@code /}; the empty
 * path is the destination itself.
 *
 * <p>No operation follows a symbolic link below the destination, unless {@link #links} says so: where one is in the
 * way,
 * {@link LinkInTheWay} is thrown and nothing has happened. What has not been synced may be lost, or kept, when the
 * machine stops; a move is then either lost or kept as a whole. Not thread-safe.
 */
public interface FileAccess extends Closeable {

    enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    /**
     * What stands at a path.
     *
     * @param size bytes
     * @param mode the nine permission bits
     * @param identity equal for two names of one file, empty where the platform cannot tell
     */
    record Found(Kind kind, long size, int mode, Optional<Object> identity) {}

    /** A file that is being written. Closing it says nothing about durability, {@link #sync} does. */
    interface Sink extends Closeable {
        void write(byte[] bytes, int from, int length) throws IOException;

        /** Returns once content and mode of the file are on stable storage (its name: {@link #syncFolder}). */
        void sync() throws IOException;
    }

    /** What stands at {@code path} itself; empty if nothing does, or if a parent is missing or is a file. */
    Optional<Found> look(String path) throws IOException;

    /** The names in a folder, sorted. */
    List<String> list(String folder) throws IOException;

    InputStream read(String file) throws IOException;

    /** Creates a file of mode 0600; fails if anything stands there. */
    Sink create(String file) throws IOException;

    /** The target of a symbolic link, as it is written. */
    String readLink(String link) throws IOException;

    /** Creates a symbolic link in an existing folder, in one step; fails if anything stands there. */
    void makeLink(String link, String target) throws IOException;

    /** Opens an existing file to write at its end. */
    Sink append(String file) throws IOException;

    void setMode(String file, int mode) throws IOException;

    /**
     * Opens an existing file to write it anew from its beginning; its sync cuts off what is left of the old content.
     */
    Sink overwrite(String file) throws IOException;

    /**
     * Whether a move to this path overwrites the file there, in its place and not in one step, instead of replacing it.
     */
    default boolean isOverwritten(String path) throws IOException {
        return false;
    }

    /**
     * Returns once the content of a file that {@link #isOverwritten} is on stable storage; nothing to do for others.
     */
    default void settle(String path) throws IOException {
        // a rename brings whole files that were synced before
    }

    /**
     * Gives a file or folder the owner and the group that stand at {@code like}, as far as the platform and its rules
     * allow; what they do not allow stays as it is.
     */
    void takeOwner(String path, String like) throws IOException;

    /** Creates a folder in an existing one, in one step with its mode; fails if anything stands there. */
    void makeFolder(String folder, int mode) throws IOException;

    /** Returns once the names in the folder are on stable storage. */
    void syncFolder(String folder) throws IOException;

    /**
     * Gives a file a second name; fails if anything stands there.
     *
     * @return false if the platform or its rules do not allow it; nothing has happened then
     */
    boolean link(String file, String name) throws IOException;

    /** Renames a file or a link, replacing a file or a link that stands there, in one step. */
    void move(String from, String to) throws IOException;

    /** Deletes a file or a link. */
    void delete(String file) throws IOException;

    /** Deletes an empty folder. */
    void deleteFolder(String folder) throws IOException;

    /** Whether names in the folder may be changed, as far as that can be told beforehand. */
    boolean mayWrite(String folder) throws IOException;

    /**
     * Paths below the destination at which another file system begins, as far as that can be told: nothing can be moved
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
