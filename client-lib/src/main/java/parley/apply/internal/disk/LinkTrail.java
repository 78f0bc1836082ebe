package parley.apply.internal.disk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.apply.internal.disk.FileAccess.Found;
import parley.apply.internal.disk.FileAccess.Kind;
import parley.message.Reason;

/**
 * Where the links on a path of the destination lead. A link is followed only if no user but this one and root can
 * change it, or exchange a folder on the way to its target; so the result stays true until one of those two changes
 * it.
 */
public final class LinkTrail {
    /** A trail with more links is a circle; the kernel's own bound (path_resolution(7)). */
    private static final int MOST_LINKS = 40;

    private final FileAccess files;
    private final Surroundings around;
    private final Set<String> leftAlone;
    private final String path;

    /** @param leftAlone links that are not followed: the bundle's own */
    public LinkTrail(FileAccess files, Surroundings around, Collection<String> leftAlone, String path) {
        this.files = files;
        this.around = around;
        this.leftAlone = Set.copyOf(leftAlone);
        this.path = path;
    }

    /**
     * The links at the path and above it, and the place where each of them leads in the end. The last place need not
     * exist.
     *
     * @throws ApplyFailure PATH_REFUSED if one of them must not be followed
     */
    public SortedMap<String, String> links() throws IOException, ApplyFailure {
        SortedMap<String, String> links = new TreeMap<>();
        String place = around.destination();
        for (String prefix : Layout.withParents(path)) {
            String here = Layout.child(place, Layout.name(prefix));
            Optional<Found> found = files.look(here);
            if (found.isEmpty() || found.get().kind() == Kind.LINK && leftAlone.contains(prefix)) {
                return links;
            }
            if (found.get().kind() == Kind.LINK) {
                passAll(here);
                place = end(here);
                links.put(prefix, place);
            } else {
                place = here;
            }
        }
        return links;
    }

    /** Follows one link, and those that it leads through. */
    private String end(String link) throws IOException, ApplyFailure {
        Deque<String> left = new ArrayDeque<>(Set.of(Layout.name(link)));
        String at = Layout.parent(link);
        int followed = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                at = Layout.parent(at);
                continue;
            }
            String here = Layout.child(at, name);
            Optional<Found> found = files.look(here);
            if (found.isEmpty()) {
                if (!left.isEmpty()) {
                    throw refused(link, "leads nowhere: there is no " + here);
                }
                at = here;
            } else if (found.get().kind() == Kind.LINK) {
                if (++followed > MOST_LINKS) {
                    throw refused(link, "leads in a circle");
                }
                refuseTheBundlesOwn(link, here);
                trust(here, true);
                at = push(files.readLink(here), left, at);
            } else {
                if (found.get().kind() == Kind.FOLDER) {
                    trust(here, true);
                } else if (!left.isEmpty()) {
                    throw refused(link, "leads nowhere: " + here + " is no folder");
                }
                at = here;
            }
        }
        trust(Layout.parent(at), false);
        return at;
    }

    private static String push(String target, Deque<String> left, String at) {
        String[] names = target.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                left.push(names[i]);
            }
        }
        return target.startsWith("/") ? "/" : at;
    }

    private void refuseTheBundlesOwn(String link, String here) throws ApplyFailure {
        String below = around.destination() + "/";
        if (here.startsWith(below) && leftAlone.contains(here.substring(below.length()))) {
            throw refused(link, "leads through " + here.substring(below.length()) + ", which is a link of the bundle");
        }
    }

    /** Checks the folders above the path, from the root of the disk on. */
    private void passAll(String here) throws IOException, ApplyFailure {
        trust("/", true);
        for (String folder : Layout.parents(here)) {
            if (!folder.isEmpty()) {
                trust(folder, true);
            }
        }
        trust(Layout.parent(here), false);
    }

    private void trust(String place, boolean passing) throws IOException, ApplyFailure {
        Optional<String> distrust = around.distrust(place, passing);
        if (distrust.isPresent()) {
            throw new ApplyFailure(
                    Reason.PATH_REFUSED,
                    "the path \"" + path
                            + "\" is refused: on this machine a symbolic link is in its place, and it is not"
                            + " followed because " + distrust.get());
        }
    }

    private ApplyFailure refused(String link, String why) {
        return refused(path, link, why);
    }

    public static ApplyFailure refused(String path, String link, String why) {
        return new ApplyFailure(
                Reason.PATH_REFUSED,
                "the path \"" + path + "\" is refused: on this machine the symbolic link " + link + " " + why);
    }
}
