package parley.message.bundle;

import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * A reference to a bundle.
 *
 * @param name its name in the task, for people
 * @param version its version in the task, for people
 * @param sequence the task's place in the order in which the server's tasks started, for downgrade protection
 * @param sha256 of its content
 */
public record BundleRef(String name, String version, long sequence, Digest sha256) {

    public static final Shape SHAPE = Shape.of("name", "version", "sequence", "sha256");

    /** Cuts name and version to 4 KiB. */
    public BundleRef {
        name = Text.cut(name);
        version = Text.cut(version);
        Numbers.checkCount("sequence", sequence);
        Objects.requireNonNull(sha256);
    }

    public static BundleRef read(Members in) throws MessageException {
        return new BundleRef(in.text("name"), in.text("version"), in.count("sequence"), Digest.read("sha256", in));
    }

    public void write(MemberWriter out) {
        out.text("name", name)
                .text("version", version)
                .integer("sequence", sequence)
                .text("sha256", sha256.text());
    }
}
