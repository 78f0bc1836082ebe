package parley.apply.internal.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import parley.folders.UnknownFolderException;
import parley.folders.UserFolders;

/** The disk around a destination, on Linux: by name, which is safe if only this user and root can exchange folders. */
final class NativeSurroundings implements Surroundings {
    private static final Path THIS_PROCESS = Path.of("/proc/self");
    private static final int ROOT = 0;
    private static final int WRITABLE_FOR_OTHERS = 022;
    private static final int STICKY = 01000;

    private final Path destination;

    NativeSurroundings(Path destination) {
        this.destination = destination;
    }

    /** Whether this machine has all the information for it. */
    static boolean areKnown() {
        return Files.exists(THIS_PROCESS);
    }

    @Override
    public String destination() {
        return destination.toString();
    }

    @Override
    public Optional<String> distrust(String path, boolean passing) throws IOException {
        Map<String, Object> found = Files.readAttributes(Path.of(path), "unix:uid,mode,isSymbolicLink", NOFOLLOW_LINKS);
        int owner = (Integer) attribute(found, "uid");
        int mode = (Integer) attribute(found, "mode");
        boolean isLink = (Boolean) attribute(found, "isSymbolicLink");
        if (owner != ROOT && owner != thisUser()) {
            String name = String.valueOf(Files.getOwner(Path.of(path), NOFOLLOW_LINKS));
            return Optional.of(
                    "the " + (isLink ? "link " : "folder ") + path + " belongs to " + name + ", who could change it");
        }
        boolean writable = !isLink && (mode & WRITABLE_FOR_OTHERS) != 0;
        return writable && !(passing && (mode & STICKY) != 0)
                ? Optional.of("the folder " + path + " is writable for others (chmod go-w takes that away)")
                : Optional.empty();
    }

    private static Object attribute(Map<String, Object> found, String name) throws IOException {
        Object value = found.get(name);
        if (value == null) {
            throw new IOException("the system does not tell the attribute " + name + " of a file");
        }
        return value;
    }

    /**
     * The owner of a process is its effective user; or root, where the kernel hides it, and then only root is trusted.
     */
    private static int thisUser() throws IOException {
        return (Integer) Files.getAttribute(THIS_PROCESS, "unix:uid");
    }

    @Override
    public boolean isOneMoveAway(String path) throws IOException {
        Path there = Path.of(path);
        Path existing = there;
        Path above = existing.getParent();
        while (above != null && !Files.exists(existing, NOFOLLOW_LINKS)) {
            existing = above;
            above = existing.getParent();
        }
        return Files.getAttribute(destination, "unix:dev")
                        .equals(Files.getAttribute(existing, "unix:dev", NOFOLLOW_LINKS))
                && Mounts.above(destination).equals(Mounts.above(there));
    }

    @Override
    public boolean isParleysOwn(String path) throws IOException {
        UserFolders folders = UserFolders.ofThisProcess();
        return Stream.<Supplier<Path>>of(folders::state, folders::serverData)
                .flatMap(NativeSurroundings::known)
                .anyMatch(own -> Path.of(path).startsWith(own));
    }

    private static Stream<Path> known(Supplier<Path> folder) {
        try {
            Path named = folder.get();
            return Files.exists(named) ? Stream.of(named, named.toRealPath()) : Stream.of(named);
        } catch (UnknownFolderException none) {
            return Stream.empty();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
