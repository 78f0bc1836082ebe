package parley.message;

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

    void write(Out out) {
        out.text("reason", reason);
    }
}
