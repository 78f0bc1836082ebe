package parley.message;

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

    void write(Out out) {
        out.integer("done", done).integer("total", total);
    }
}
