package parley.apply.internal.disk;

import java.io.IOException;
import java.util.Optional;
import parley.apply.internal.destination.FollowingFiles;

/**
 * What a {@link FileAccess} knows of the disk around its destination. With surroundings it accepts absolute paths too,
 * each free of links and of {@code ..}; a caller with paths from others has to use {@link FollowingFiles}.
 */
public interface Surroundings {
    /** The absolute path of the destination, free of links. */
    String destination();

    /**
     * Why a user other than this one and root could change what is at {@code path}; empty if none can.
     *
     * @param passing whether the folder is only on the way: then it may allow others to make names, if they cannot
     *     remove those of others (as {@code /tmp})
     */
    Optional<String> distrust(String path, boolean passing) throws IOException;

    /** Whether a file can be renamed from the destination to this path, as far as that is known beforehand. */
    boolean isOneMoveAway(String path) throws IOException;

    /** Whether this user's Parley keeps its own files there. */
    boolean isParleysOwn(String path) throws IOException;
}
