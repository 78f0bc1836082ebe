package parley.message;

import java.util.List;

/**
 * The server wants to know of these paths too before it decides: the answer to a partial {@link Inventory}. The client says
 * its inventory again, with what is at these paths.
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

    void write(Out out) {
        out.texts("paths", paths);
    }
}
