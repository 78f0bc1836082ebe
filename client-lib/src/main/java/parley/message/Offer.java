package parley.message;

import java.util.List;
import java.util.Objects;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * What the server proposes to this client.
 *
 * @param offer the offer's id; every later message about it names it
 * @param attempt counts from 1
 * @param notes the operator's notes, may be empty
 */
public record Offer(String offer, long attempt, BundleRef bundle, List<Change> changes, Terms terms, String notes)
        implements Message {

    static final Shape SHAPE = Shape.of("offer", "attempt", "notes")
            .object("bundle", BundleRef.SHAPE)
            .objects("changes", Change.SHAPE, Change::read)
            .object("terms", Terms.SHAPE);

    public Offer {
        Objects.requireNonNull(offer);
        Numbers.check("attempt", attempt, 1, Numbers.MAX);
        Objects.requireNonNull(bundle);
        changes = List.copyOf(changes);
        Objects.requireNonNull(terms);
        notes = Text.cut(notes);
    }

    static Offer read(Members in) throws MessageException {
        return new Offer(
                in.text("offer"),
                in.count("attempt"),
                in.object("bundle", BundleRef::read),
                Change.readAll(in),
                in.object("terms", Terms::read),
                in.text("notes"));
    }

    void write(MemberWriter out) {
        out.text("offer", offer).integer("attempt", attempt).object("bundle", bundle::write);
        Change.writeAll(changes, out);
        out.object("terms", terms::write).text("notes", notes);
    }
}
