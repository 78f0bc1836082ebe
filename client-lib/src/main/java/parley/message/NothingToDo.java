package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** There is no update for this client; the reason says why. */
public record NothingToDo(String reason) implements Message {

    static final Shape SHAPE = Shape.of("reason");

    /** Cuts the reason to 4 KiB. */
    public NothingToDo {
        reason = Text.cut(reason);
    }

    static NothingToDo read(Members in) throws MessageException {
        return new NothingToDo(in.text("reason"));
    }

    void write(MemberWriter out) {
        out.text("reason", reason);
    }
}
