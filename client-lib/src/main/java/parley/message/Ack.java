package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** The report with this attempt and sequence is durable at the server. */
public record Ack(long attempt, long seq) implements Message {

    static final Shape SHAPE = Shape.of("attempt", "seq");

    public Ack {
        Numbers.check("attempt", attempt, 1, Numbers.MAX);
        Numbers.check("seq", seq, 1, Numbers.MAX);
    }

    static Ack read(Members in) throws MessageException {
        return new Ack(in.count("attempt"), in.count("seq"));
    }

    void write(MemberWriter out) {
        out.integer("attempt", attempt).integer("seq", seq);
    }
}
