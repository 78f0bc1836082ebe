package parley.message;

import java.util.Objects;

/** A staged client may apply. */
public record Proceed(String offer) implements Message {

    static final Shape SHAPE = Shape.of("offer");

    public Proceed {
        Objects.requireNonNull(offer);
    }

    static Proceed read(Members in) throws MessageException {
        return new Proceed(in.text("offer"));
    }

    void write(Out out) {
        out.text("offer", offer);
    }
}
