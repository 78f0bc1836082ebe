package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** What the server allows: fetches at once, files in an inventory, bytes in a bundle. */
public record Limits(long fetches, long files, long bundleBytes) {

    static final Shape SHAPE = Shape.of("fetches", "files", "bundleBytes");

    /** @throws IllegalArgumentException when one is out of range; at least one fetch must be allowed */
    public Limits {
        Numbers.check("fetches", fetches, 1, Numbers.MAX);
        Numbers.checkCount("files", files);
        Numbers.checkCount("bundleBytes", bundleBytes);
    }

    static Limits read(Members in) throws MessageException {
        return new Limits(in.count("fetches"), in.count("files"), in.count("bundleBytes"));
    }

    void write(MemberWriter out) {
        out.integer("fetches", fetches).integer("files", files).integer("bundleBytes", bundleBytes);
    }
}
