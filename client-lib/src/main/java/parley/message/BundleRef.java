package parley.message;

import java.util.Objects;

/**
 * Which bundle.
 *
 * @param name what the task calls it, for people
 * @param version the same
 * @param sequence the task's place in the order in which the server's tasks started, for downgrade protection
 * @param sha256 of its content
 */
public record BundleRef(String name, String version, long sequence, Digest sha256) {

    static final Shape SHAPE = Shape.of("name", "version", "sequence", "sha256");

    /** Cuts name and version to 4 KiB. */
    public BundleRef {
        name = Text.cut(name);
        version = Text.cut(version);
        Numbers.checkCount("sequence", sequence);
        Objects.requireNonNull(sha256);
    }

    static BundleRef read(Members in) throws MessageException {
        return new BundleRef(in.text("name"), in.text("version"), in.count("sequence"), in.digest("sha256"));
    }

    void write(Out out) {
        out.text("name", name)
                .text("version", version)
                .integer("sequence", sequence)
                .text("sha256", sha256.text());
    }
}
