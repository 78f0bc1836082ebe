package parley.message;

import java.util.Objects;
import parley.message.bundle.Digest;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** Asks for a blob from {@code offset} on; {@code fetch} is a u32 that is never used again in the session. */
public record Fetch(long fetch, Digest sha256, long offset) implements Message {

    static final Shape SHAPE = Shape.of("fetch", "sha256", "offset");

    /** @throws IllegalArgumentException when fetch is no u32 or offset no count */
    public Fetch {
        Numbers.check("fetch", fetch, 0, Numbers.MAX_U32);
        Objects.requireNonNull(sha256);
        Numbers.checkCount("offset", offset);
    }

    static Fetch read(Members in) throws MessageException {
        return new Fetch(in.count("fetch"), Digest.read("sha256", in), in.count("offset"));
    }

    void write(MemberWriter out) {
        out.integer("fetch", fetch).text("sha256", sha256.text()).integer("offset", offset);
    }
}
