package parley.message;

import java.util.List;
import parley.message.bundle.BundlePath;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/**
 * The server asks about these paths too before it decides, after a partial {@link Inventory}. The client sends its
 * inventory again, with what is at these paths.
 */
public record LookAt(List<String> paths) implements Message {

    static final Shape SHAPE = Shape.of().texts("paths");

    /** @throws IllegalArgumentException when a path breaks the rules of {@link BundlePath} */
    public LookAt {
        paths = List.copyOf(paths);
        paths.forEach(BundlePath::check);
    }

    static LookAt read(Members in) throws MessageException {
        return new LookAt(in.list("paths", String.class));
    }

    void write(MemberWriter out) {
        out.texts("paths", paths);
    }
}
