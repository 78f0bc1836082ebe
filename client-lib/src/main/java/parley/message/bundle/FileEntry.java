package parley.message.bundle;

import java.util.Objects;
import parley.message.bundle.Mode.Kind;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/**
 * What is at a path: digest, size in bytes, permissions. A symbolic link's content is its target's text; an empty
 * folder has no content.
 */
public record FileEntry(Digest sha256, long size, Mode mode) {

    public static final Shape SHAPE = Shape.of("sha256", "size", "mode");

    /**
     * The longest target that a system has, of a client's own link; a bundle's has {@link LinkTarget#MAX_BYTES} at
     * most.
     */
    static final int MAX_LINK_BYTES = 4096;

    private static final Digest NO_CONTENT =
            new Digest("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /**
     * @throws IllegalArgumentException when the size is negative or beyond 2^53 − 1, when a link's is not 1 to
     *     {@value #MAX_LINK_BYTES}, or when a folder has content
     */
    public FileEntry {
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(mode);
        Numbers.checkCount("size", size);
        if (mode.kind() == Kind.LINK && (size < 1 || size > MAX_LINK_BYTES)) {
            throw new IllegalArgumentException("a link's target has 1 to " + MAX_LINK_BYTES + " bytes");
        }
        if (mode.kind() == Kind.FOLDER && (size != 0 || !sha256.equals(NO_CONTENT))) {
            throw new IllegalArgumentException("an empty folder has no content");
        }
    }

    /** An empty folder. */
    public static FileEntry folder() {
        return new FileEntry(NO_CONTENT, 0, Mode.FOLDER);
    }

    public boolean isLink() {
        return mode.kind() == Kind.LINK;
    }

    public boolean isFolder() {
        return mode.kind() == Kind.FOLDER;
    }

    public static FileEntry read(Members in) throws MessageException {
        return new FileEntry(Digest.read("sha256", in), in.count("size"), Mode.parse(in.text("mode")));
    }

    public void write(MemberWriter out) {
        out.text("sha256", sha256.text()).integer("size", size).text("mode", mode.text());
    }
}
