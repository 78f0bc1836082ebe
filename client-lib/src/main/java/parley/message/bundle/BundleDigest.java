package parley.message.bundle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest that names a bundle (§7): SHA-256 over the lines {@code mode SP size SP sha256-hex SP path LF}, sorted by
 * path bytes. Two bundles with the same digest have the same paths, contents and modes (or kinds, see
 * {@link Mode#text}); the name and version of a bundle are not part of it.
 */
public final class BundleDigest {

    private BundleDigest() {}

    /** The digest of the bundle with these files; the order of the map does not matter. */
    public static Digest of(Map<String, FileEntry> files) {
        TreeMap<String, FileEntry> sorted = new TreeMap<>(BundlePath.ORDER);
        sorted.putAll(files);
        MessageDigest sha256 = sha256();
        sorted.forEach((path, file) -> sha256.update(
                (file.mode().text() + " " + file.size() + " " + file.sha256().hex() + " " + path + "\n")
                        .getBytes(StandardCharsets.UTF_8)));
        return Digest.of(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
