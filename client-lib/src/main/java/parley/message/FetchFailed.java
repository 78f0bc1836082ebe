package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The server cannot send the blob, or the rest of it; no more data of this fetch follows. */
public record FetchFailed(long fetch, String reason) implements Message {

    static final Shape SHAPE = Shape.of("fetch", "reason");

    /** Cuts the reason to 4 KiB. */
    public FetchFailed {
        Numbers.check("fetch", fetch, 0, Numbers.MAX_U32);
        reason = Text.cut(reason);
    }

    static FetchFailed read(Members in) throws MessageException {
        return new FetchFailed(in.count("fetch"), in.text("reason"));
    }

    void write(MemberWriter out) {
        out.integer("fetch", fetch).text("reason", reason);
    }
}
