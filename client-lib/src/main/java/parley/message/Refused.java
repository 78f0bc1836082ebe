package parley.message;

import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/** The server's no to an answer. */
public record Refused(String offer, Reason reason, String detail) implements Message {

    static final Shape SHAPE = Shape.of("offer", "reason", "detail");

    public Refused {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(reason);
        detail = Text.cut(detail);
    }

    static Refused read(Members in) throws MessageException {
        return new Refused(in.text("offer"), in.word("reason", Reason.class), in.text("detail"));
    }

    void write(MemberWriter out) {
        out.text("offer", offer).word("reason", reason).text("detail", detail);
    }
}
