package parley.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import parley.message.bundle.BundlePath;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * The client's answer to an offer.
 *
 * @param until with defer: when the client comes back
 * @param keep with counter: the paths that the client wants to keep as they are; empty if the member is missing
 */
public record Answer(
        String offer,
        Decision decision,
        Optional<Reason> reason,
        Optional<String> detail,
        Optional<Instant> until,
        List<String> keep)
        implements Message {

    static final Shape SHAPE =
            Shape.of("offer", "decision", "reason", "detail", "until").texts("keep");

    /** @throws IllegalArgumentException when a path breaks the rules of {@link BundlePath} */
    public Answer {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(decision);
        Objects.requireNonNull(reason);
        detail = detail.map(Text::cut);
        Objects.requireNonNull(until);
        keep = List.copyOf(keep);
        keep.forEach(BundlePath::check);
    }

    /** Accepts all changes. */
    public static Answer accept(String offer) {
        return new Answer(offer, Decision.ACCEPT, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** Declines, for this reason. */
    public static Answer decline(String offer, Reason reason, String detail) {
        return new Answer(
                offer, Decision.DECLINE, Optional.of(reason), Optional.of(detail), Optional.empty(), List.of());
    }

    /** Puts the offer off: the client comes back at that time. */
    public static Answer defer(String offer, Instant until, String detail) {
        return new Answer(offer, Decision.DEFER, Optional.empty(), Optional.of(detail), Optional.of(until), List.of());
    }

    /** Accepts all but these paths, for this reason. */
    public static Answer counter(String offer, List<String> keep, Reason reason, String detail) {
        return new Answer(offer, Decision.COUNTER, Optional.of(reason), Optional.of(detail), Optional.empty(), keep);
    }

    static Answer read(Members in) throws MessageException {
        return new Answer(
                in.text("offer"),
                in.word("decision", Decision.class),
                in.optional("reason", name -> in.word(name, Reason.class)),
                in.optional("detail", in::text),
                in.optional("until", in::instant),
                in.has("keep") ? in.list("keep", String.class) : List.of());
    }

    void write(MemberWriter out) {
        out.text("offer", offer).word("decision", decision);
        reason.ifPresent(r -> out.word("reason", r));
        detail.ifPresent(d -> out.text("detail", d));
        until.ifPresent(at -> out.instant("until", at));
        if (!keep.isEmpty()) {
            out.texts("keep", keep);
        }
    }
}
