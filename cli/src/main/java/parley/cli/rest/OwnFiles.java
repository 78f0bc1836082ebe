package parley.cli.rest;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether only this user controls a file or folder: it belongs to this user, is not a link, and nobody else may write
 * to it. On systems without Unix owners (Windows) always true; there the system protects a user's folders from others.
 */
final class OwnFiles {

    private static final int WRITABLE_BY_OTHERS = 0022;

    private final long user;

    private OwnFiles(long user) {
        this.user = user;
    }

    /** Seen by the user of this process. */
    static OwnFiles ofThisProcess() {
        return new OwnFiles(unix(Path.of("/")) ? new UnixSystem().getUid() : 0);
    }

    /** Seen by another user, for tests. */
    static OwnFiles of(long user) {
        return new OwnFiles(user);
    }

    boolean isRoot() {
        return user == 0;
    }

    /** @throws IOException if it does not exist or cannot be read */
    boolean isOwn(Path file) throws IOException {
        if (!unix(file)) {
            return true;
        }
        Map<String, Object> seen =
                Files.readAttributes(file, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
        return ((Number) attribute(seen, "uid")).longValue() == user
                && (((Number) attribute(seen, "mode")).intValue() & WRITABLE_BY_OTHERS) == 0
                && !(Boolean) attribute(seen, "isSymbolicLink");
    }

    private static Object attribute(Map<String, Object> seen, String name) throws IOException {
        Object value = seen.get(name);
        if (value == null) {
            throw new IOException("the system does not tell the attribute " + name + " of a file");
        }
        return value;
    }

    private static boolean unix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
