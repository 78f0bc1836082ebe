package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** How far a client's reports have come: attempt (from 1) and report sequence (from 1); 0, 0 before the first. */
public record Position(long attempt, long seq) {

    static final Shape SHAPE = Shape.of("attempt", "seq");

    /** Nothing reported yet. */
    public static final Position START = new Position(0, 0);

    /** @throws IllegalArgumentException when one is negative or beyond 2^53 − 1 */
    public Position {
        Numbers.checkCount("attempt", attempt);
        Numbers.checkCount("seq", seq);
    }

    static Position read(Members in) throws MessageException {
        return new Position(in.count("attempt"), in.count("seq"));
    }

    void write(MemberWriter out) {
        out.integer("attempt", attempt).integer("seq", seq);
    }
}
