package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The client is to stop where it can and wait for {@link Resume}. */
public record Pause(String reason) implements Message {

    static final Shape SHAPE = Shape.of("reason");

    /** Cuts the reason to 4 KiB. */
    public Pause {
        reason = Text.cut(reason);
    }

    static Pause read(Members in) throws MessageException {
        return new Pause(in.text("reason"));
    }

    void write(MemberWriter out) {
        out.text("reason", reason);
    }
}
