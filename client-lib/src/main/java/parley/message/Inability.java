package parley.message;

import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * Why a client cannot say what it has.
 *
 * @param detail a sentence for people, cut to 4 KiB
 */
public record Inability(Reason reason, String detail) {

    static final Shape SHAPE = Shape.of("reason", "detail");

    public Inability {
        Objects.requireNonNull(reason);
        detail = Text.cut(detail);
    }

    static Inability read(Members in) throws MessageException {
        return new Inability(in.word("reason", Reason.class), in.text("detail"));
    }

    void write(MemberWriter out) {
        out.word("reason", reason).text("detail", detail);
    }
}
