package parley.message;

import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** How far a download has come, in bytes. */
public record Progress(long done, long total) {

    static final Shape SHAPE = Shape.of("done", "total");

    /** @throws IllegalArgumentException when one is negative or more is done than there is */
    public Progress {
        Numbers.checkCount("total", total);
        Numbers.check("done", done, 0, total);
    }

    static Progress read(Members in) throws MessageException {
        return new Progress(in.count("done"), in.count("total"));
    }

    void write(MemberWriter out) {
        out.integer("done", done).integer("total", total);
    }
}
