package parley.message;

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

    void write(Out out) {
        out.integer("attempt", attempt).integer("seq", seq);
    }
}
