package parley.apply.internal.disk;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.message.Reason;

/** The links of this machine through which the paths of a {@link FileAccess} lead. */
public interface FollowedLinks {
    /** None is followed. */
    FollowedLinks NONE = new FollowedLinks() {
        @Override
        public void remember(Set<String> bundlesOwn, Map<String, String> ledBefore) {
            // all links are met as links
        }

        @Override
        public void follow(String path) {
            // a link that is there is met as a link
        }

        @Override
        public void followAgain(SortedMap<String, String> links) throws ApplyFailure {
            if (!links.isEmpty()) {
                throw new ApplyFailure(
                        Reason.PATH_REFUSED,
                        "the update that was interrupted here goes through symbolic links on this machine ("
                                + String.join(", ", links.keySet())
                                + "), and nothing was touched; parley join --links follow brings it to its end");
            }
        }

        @Override
        public void check(String path) {
            // nothing was followed that could have been turned
        }

        @Override
        public SortedMap<String, String> on(Collection<String> paths) {
            return new TreeMap<>();
        }

        @Override
        public String folderOf(String path) {
            return Layout.parent(path);
        }

        @Override
        public String placeOf(String path) {
            return path;
        }
    };

    /**
     * Sets what is known of links, instead of what was set before.
     *
     * @param bundlesOwn links of the bundle: they are treated as links, and nothing leads through them
     * @param ledBefore where the links led through which Parley has written: one that leads nowhere now because Parley
     *     removed the file may still be followed
     */
    void remember(Set<String> bundlesOwn, Map<String, String> ledBefore);

    /**
     * Resolves the links at {@code path} and above it; from now on the path leads through them.
     *
     * @throws ApplyFailure PATH_REFUSED if one of them must not be followed; the path does not lead through it then
     */
    void follow(String path) throws IOException, ApplyFailure;

    /**
     * Follows links that an earlier process followed. A path at or below a link that leads elsewhere by now cannot be
     * used.
     *
     * @param links where each of them led
     * @throws ApplyFailure PATH_REFUSED if no links are followed here
     */
    void followAgain(SortedMap<String, String> links) throws IOException, ApplyFailure;

    /** @throws ApplyFailure CONFLICT if a link on the way to {@code path} no longer leads where it led */
    void check(String path) throws IOException, ApplyFailure;

    /** The links at and above these paths, and where each of them leads. */
    SortedMap<String, String> on(Collection<String> paths);

    /** The folder that holds the name which {@code path} leads to. */
    String folderOf(String path);

    /** What {@code path} leads to; equal for two paths that lead to one file. */
    String placeOf(String path);
}
