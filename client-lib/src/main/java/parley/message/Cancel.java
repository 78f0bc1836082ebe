package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The update is cancelled: the client stops at the next point where that does no harm. */
public record Cancel(String reason) implements Message {

    static final Shape SHAPE = Shape.of("reason");

    /** Cuts the reason to 4 KiB. */
    public Cancel {
        reason = Text.cut(reason);
    }

    static Cancel read(Members in) throws MessageException {
        return new Cancel(in.text("reason"));
    }

    void write(MemberWriter out) {
        out.text("reason", reason);
    }
}
