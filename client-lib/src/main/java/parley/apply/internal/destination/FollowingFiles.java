package parley.apply.internal.destination;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FollowedLinks;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.LinkInTheWay;
import parley.apply.internal.disk.LinkTrail;
import parley.apply.internal.disk.Surroundings;
import parley.message.Reason;

/**
 * A destination some of whose paths lead through symbolic links of this machine: an operation at such a path, or below
 * it, works where the link leads, and the link stays. A path leads through a link only after
 * {@link FollowedLinks#follow} has resolved it; every other link is treated as a link. {@code .parley} itself is never
 * behind a link, and no path leads into a {@code .parley}.
 */
public final class FollowingFiles implements FileAccess, FollowedLinks {
    private final FileAccess files;
    private final Surroundings around;
    private final boolean findingOut;
    private final SortedMap<String, String> links = new TreeMap<>();
    private final SortedMap<String, String> turned = new TreeMap<>();
    private Set<String> leftAlone = Set.of();
    private Map<String, String> ledBefore = Map.of();

    /**
     * @param findingOut whether {@link #follow} follows links; otherwise only {@link #followAgain} does
     * @throws IllegalArgumentException if it has no surroundings
     */
    public FollowingFiles(FileAccess files, boolean findingOut) {
        this.files = files;
        this.around = files.surroundings().orElseThrow(() -> new IllegalArgumentException("confined to its folder"));
        this.findingOut = findingOut;
    }

    @Override
    public FollowedLinks links() {
        return this;
    }

    @Override
    public void remember(Set<String> bundlesOwn, Map<String, String> ledOnce) {
        leftAlone = Set.copyOf(bundlesOwn);
        ledBefore = Map.copyOf(ledOnce);
        links.keySet().removeAll(leftAlone);
    }

    @Override
    public void follow(String path) throws IOException, ApplyFailure {
        if (!findingOut || PathPolicy.isParleysOwn(path)) {
            return;
        }
        Layout.withParents(path).forEach(links::remove);
        Layout.withParents(path).forEach(turned::remove);
        SortedMap<String, String> found = new LinkTrail(files, around, leftAlone, path).links();
        for (Map.Entry<String, String> link : found.entrySet()) {
            refuseUnlessUsable(path, link.getKey(), link.getValue());
        }
        links.putAll(found);
        if (!found.isEmpty()) {
            refuseUnlessReachable(path);
        }
    }

    private void refuseUnlessUsable(String path, String link, String place) throws IOException, ApplyFailure {
        Optional<Kind> kind = files.look(place).map(Found::kind);
        if (!link.equals(path) && !kind.equals(Optional.of(Kind.FOLDER))) {
            throw LinkTrail.refused(
                    path,
                    link,
                    kind.isEmpty()
                            ? "leads nowhere: there is no " + place
                            : "leads to " + place + ", which is no folder");
        }
        if (kind.isEmpty() && link.equals(path) && !place.equals(ledBefore.get(link))) {
            throw LinkTrail.refused(
                    path,
                    link,
                    "leads nowhere: there is no " + place + "; make that file first (it may be empty), or "
                            + "replace the link with --links replace");
        }
        if (kind.equals(Optional.of(Kind.OTHER))) {
            throw LinkTrail.refused(path, link, "leads to " + place + ", which is a pipe, socket or device");
        }
        if (kind.equals(Optional.of(Kind.FOLDER))
                && around.distrust(place, false).isPresent()) {
            throw LinkTrail.refused(
                    path,
                    link,
                    "is not followed because " + around.distrust(place, false).get());
        }
    }

    private void refuseUnlessReachable(String path) throws IOException, ApplyFailure {
        String place = placeOf(path);
        String link = links.headMap(path + "\0").lastKey();
        boolean refused = true;
        try {
            if (isParleysOwn(place)) {
                throw LinkTrail.refused(path, link, "leads to " + place + ", where Parley keeps what is its own");
            }
            if (!around.isOneMoveAway(place)) {
                throw LinkTrail.refused(
                        path,
                        link,
                        "leads to " + place
                                + " on another file system, and nothing can be moved there in one step; give"
                                + " the folder there an update of its own");
            }
            refused = false;
        } finally {
            if (refused) {
                Layout.withParents(path).forEach(links::remove);
            }
        }
    }

    @Override
    public void followAgain(SortedMap<String, String> ledThen) throws IOException {
        for (Map.Entry<String, String> link : ledThen.entrySet()) {
            String path = link.getKey();
            if (PathPolicy.isParleysOwn(path)) {
                throw new FileSystemException(path, null, "a path that leaves the destination");
            }
            Lead now = leadsNow(path);
            if (now.to(link.getValue())) {
                links.put(path, link.getValue());
            } else {
                links.remove(path);
                turned.put(
                        path,
                        "the symbolic link led to " + link.getValue() + " when the update began, and " + now.words());
            }
        }
    }

    /** Where a link leads now, and the text for it; empty if it must not be followed. */
    private record Lead(Optional<String> place, String words) {
        boolean to(String other) {
            return place.equals(Optional.of(other));
        }
    }

    private Lead leadsNow(String link) throws IOException {
        try {
            Optional<String> place = Optional.ofNullable(
                    new LinkTrail(files, around, leftAlone, link).links().get(link));
            String words = place.map(p -> "leads to " + p + " now").orElse("is gone now");
            return new Lead(place.isPresent() && isParleysOwn(place.get()) ? Optional.empty() : place, words);
        } catch (ApplyFailure refused) {
            return new Lead(Optional.empty(), "cannot be followed now: " + refused.getMessage());
        }
    }

    private boolean isParleysOwn(String place) throws IOException {
        return Stream.of(place.split("/")).anyMatch(PathPolicy::isParleysOwn) || around.isParleysOwn(place);
    }

    @Override
    public void check(String path) throws IOException, ApplyFailure {
        SortedMap<String, String> before = on(Set.of(path));
        if (before.isEmpty()) {
            return;
        }
        String link = before.lastKey();
        String led = before.get(link);
        Lead now = leadsNow(link);
        if (led != null && !now.to(led)) {
            throw new ApplyFailure(
                    Reason.CONFLICT,
                    "the symbolic link " + link + " was changed by someone else during the update: it led to " + led
                            + ", and " + now.words());
        }
    }

    @Override
    public SortedMap<String, String> on(Collection<String> paths) {
        SortedMap<String, String> on = new TreeMap<>();
        for (String path : paths) {
            for (String prefix : Layout.withParents(path)) {
                if (links.containsKey(prefix)) {
                    on.put(prefix, links.get(prefix));
                }
            }
        }
        return on;
    }

    @Override
    public String folderOf(String path) {
        return links.containsKey(path) ? Layout.parent(links.get(path)) : Layout.parent(path);
    }

    @Override
    public String placeOf(String path) {
        for (String prefix = path; !prefix.isEmpty(); prefix = Layout.parent(prefix)) {
            if (links.containsKey(prefix)) {
                return links.get(prefix) + path.substring(prefix.length());
            }
        }
        return Layout.child(around.destination(), path);
    }

    /** The path by which it is reached: the same, or an absolute one. */
    private String at(String path) throws IOException {
        if (path.startsWith("/")) {
            throw new FileSystemException(path, null, "a path that leaves the destination");
        }
        for (String prefix = path; !prefix.isEmpty(); prefix = Layout.parent(prefix)) {
            if (turned.containsKey(prefix)) {
                throw new LinkInTheWay(path, turned.get(prefix) + "; restore the link, then the update can go on");
            }
            if (links.containsKey(prefix)) {
                return links.get(prefix) + path.substring(prefix.length());
            }
        }
        return path;
    }

    /** The same for a folder; {@link #folderOf} gives the folder that holds the target of a link. */
    private String folder(String path) throws IOException {
        boolean known = path.startsWith("/")
                && links.values().stream()
                        .anyMatch(place -> Layout.parent(place).equals(path));
        return known ? path : at(path);
    }

    @Override
    public Optional<Found> look(String path) throws IOException {
        return files.look(folder(path));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(at(folder));
    }

    @Override
    public InputStream read(String file) throws IOException {
        return files.read(at(file));
    }

    @Override
    public Sink create(String file) throws IOException {
        return files.create(at(file));
    }

    @Override
    public String readLink(String link) throws IOException {
        return files.readLink(at(link));
    }

    @Override
    public void makeLink(String link, String target) throws IOException {
        files.makeLink(at(link), target);
    }

    @Override
    public Sink append(String file) throws IOException {
        return files.append(at(file));
    }

    @Override
    public Sink overwrite(String file) throws IOException {
        return files.overwrite(at(file));
    }

    @Override
    public boolean isOverwritten(String path) throws IOException {
        return files.isOverwritten(at(path));
    }

    @Override
    public void settle(String path) throws IOException {
        files.settle(at(path));
    }

    @Override
    public void setMode(String file, int mode) throws IOException {
        files.setMode(at(file), mode);
    }

    @Override
    public void takeOwner(String path, String like) throws IOException {
        files.takeOwner(at(path), at(like));
    }

    @Override
    public void makeFolder(String folder, int mode) throws IOException {
        files.makeFolder(at(folder), mode);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        files.syncFolder(folder(folder));
    }

    @Override
    public boolean link(String file, String name) throws IOException {
        return files.link(at(file), at(name));
    }

    @Override
    public void move(String from, String to) throws IOException {
        files.move(at(from), at(to));
    }

    @Override
    public void delete(String file) throws IOException {
        files.delete(at(file));
    }

    @Override
    public void deleteFolder(String folder) throws IOException {
        files.deleteFolder(at(folder));
    }

    @Override
    public boolean mayWrite(String folder) throws IOException {
        return files.mayWrite(folder(folder));
    }

    @Override
    public Set<String> mountPoints() throws IOException {
        return new TreeSet<>(files.mountPoints());
    }

    @Override
    public long usableSpace() throws IOException {
        return files.usableSpace();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
