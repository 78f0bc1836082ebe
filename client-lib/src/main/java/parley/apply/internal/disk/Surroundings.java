package parley.apply.internal.disk;

import java.io.IOException;
import java.util.Optional;
import parley.apply.internal.destination.FollowingFiles;

/**
 * What a {@link FileAccess} knows of the disk around its destination. Where it has surroundings it takes absolute paths
 * too, each of them free of links and of {@code ..}; whoever hands it paths of others has to go through
 * {@link FollowingFiles}.
 */
public interface Surroundings {
    /** The absolute path of the destination, free of links. */
    String destination();

    /**
     * Why somebody else than this user and root could change what stands at {@code path}, in words; empty if nobody
     * can.
     *
     * @param passing whether it is a folder that is only passed: one where others may make names, and may not take away
     *     those of others (as {@code /tmp}), is fine then
     */
    Optional<String> distrust(String path, boolean passing) throws IOException;

    /** Whether a file can be renamed from the destination to this path, as far as that can be told beforehand. */
    boolean isOneMoveAway(String path) throws IOException;

    /** Whether this user's Parley itself keeps something there. */
    boolean isParleysOwn(String path) throws IOException;
}
