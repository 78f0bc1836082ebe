package parley.message;

import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/** A staged client may apply. */
public record Proceed(String offer) implements Message {

    static final Shape SHAPE = Shape.of("offer");

    public Proceed {
        Objects.requireNonNull(offer);
    }

    static Proceed read(Members in) throws MessageException {
        return new Proceed(in.text("offer"));
    }

    void write(MemberWriter out) {
        out.text("offer", offer);
    }
}
