package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** A paused client goes on. */
public record Resume(String reason) implements Message {

    static final Shape SHAPE = Shape.of("reason");

    /** Cuts the reason to 4 KiB. */
    public Resume {
        reason = Text.cut(reason);
    }

    static Resume read(Members in) throws MessageException {
        return new Resume(in.text("reason"));
    }

    void write(MemberWriter out) {
        out.text("reason", reason);
    }
}
