package parley.message;

import java.util.Objects;

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

    void write(Out out) {
        out.word("reason", reason).text("detail", detail);
    }
}
