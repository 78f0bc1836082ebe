package parley.message.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import parley.message.json.MessageException;
import parley.message.json.Text;

/**
 * The rules of §7 for the target of a symbolic link in a bundle: relative, {@code ..} only in front and at most as
 * often as the link's folder is deep, then at least one segment, all of them as in {@link BundlePath}; 1 024 bytes in
 * all.
 *
 * <p>No entry of a bundle is below a link. So the folder of a link is a real one, and a valid target cannot leave the
 * destination, whatever other links it leads through. It may lead nowhere, and it may lead in a circle.
 */
public final class LinkTarget {

    /** The length of the longest target in UTF-8. */
    public static final int MAX_BYTES = 1024;

    private static final String UP = "../";

    private LinkTarget() {}

    /**
     * Returns the target when a link at {@code path} may have it.
     *
     * @param path the path of the link, as in {@link BundlePath}
     * @throws IllegalArgumentException when it may not; the message says which rule, in words
     */
    public static String check(String path, String target) {
        resolve(path, target);
        return target;
    }

    /**
     * The target in the content of a link's blob.
     *
     * @throws IllegalArgumentException when it is not UTF-8, or a link at {@code path} may not have it
     */
    public static String parse(String path, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw refused(path, "is longer than 1024 bytes");
        }
        try {
            return check(
                    path,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw refused(path, "is not UTF-8");
        }
    }

    /**
     * The path inside the bundle's folder that the target names, without resolving other links.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    public static String resolve(String path, String target) {
        if (target.isEmpty()) {
            throw refused(path, "is empty");
        }
        if (target.length() > MAX_BYTES || Text.utf8Length(target) > MAX_BYTES) {
            throw refused(path, "is longer than 1024 bytes");
        }
        String folder = parent(path);
        String rest = target;
        while (rest.equals("..") || rest.startsWith(UP)) {
            if (folder.isEmpty()) {
                throw refused(path, "leads out of the folder");
            }
            folder = parent(folder);
            rest = rest.equals("..") ? "" : rest.substring(UP.length());
        }
        if (rest.isEmpty()) {
            throw refused(path, "names no file after the last ..");
        }
        try {
            BundlePath.check(rest);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the link " + MessageException.quote(path) + " cannot lead to " + MessageException.quote(target)
                            + ": " + e.getMessage(),
                    e);
        }
        return folder.isEmpty() ? rest : folder + "/" + rest;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static IllegalArgumentException refused(String path, String why) {
        return new IllegalArgumentException("the target of the link " + MessageException.quote(path) + " " + why);
    }
}
