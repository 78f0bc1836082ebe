package parley.message;

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

    void write(Out out) {
        out.text("reason", reason);
    }
}
