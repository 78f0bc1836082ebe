package parley.message;

import java.util.List;
import java.util.Objects;
import parley.message.bundle.Change;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/** The final list of changes; {@code bytes} is the size of their content. */
public record Agreed(String offer, List<Change> changes, long bytes) implements Message {

    static final Shape SHAPE = Shape.of("offer", "bytes").objects("changes", Change.SHAPE, Change::read);

    public Agreed {
        Objects.requireNonNull(offer);
        changes = List.copyOf(changes);
        Numbers.checkCount("bytes", bytes);
    }

    static Agreed read(Members in) throws MessageException {
        return new Agreed(in.text("offer"), Change.readAll(in), in.count("bytes"));
    }

    void write(MemberWriter out) {
        out.text("offer", offer);
        Change.writeAll(changes, out);
        out.integer("bytes", bytes);
    }
}
