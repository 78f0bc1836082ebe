package parley.message;

import java.time.Instant;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;

/** The next time window in which a client may apply: from (inclusive) until (exclusive). */
public record Window(Instant from, Instant until) {

    static final Shape SHAPE = Shape.of("from", "until");

    /** @throws IllegalArgumentException when it does not end after it begins */
    public Window {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("the window ends before it begins");
        }
    }

    static Window read(Members in) throws MessageException {
        return new Window(in.instant("from"), in.instant("until"));
    }

    void write(MemberWriter out) {
        out.instant("from", from).instant("until", until);
    }
}
