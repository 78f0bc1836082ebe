package parley.message;

import java.util.Objects;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** The applied update is confirmed: the client reached the server over its new configuration. */
public record Confirmed(String offer, long attempt) implements Message {

    static final Shape SHAPE = Shape.of("offer", "attempt");

    public Confirmed {
        Objects.requireNonNull(offer);
        Numbers.check("attempt", attempt, 1, Numbers.MAX);
    }

    static Confirmed read(Members in) throws MessageException {
        return new Confirmed(in.text("offer"), in.count("attempt"));
    }

    void write(MemberWriter out) {
        out.text("offer", offer).integer("attempt", attempt);
    }
}
