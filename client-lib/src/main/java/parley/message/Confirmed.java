package parley.message;

import java.util.Objects;

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

    void write(Out out) {
        out.text("offer", offer).integer("attempt", attempt);
    }
}
