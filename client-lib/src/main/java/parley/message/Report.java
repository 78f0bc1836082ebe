package parley.message;

import java.util.Objects;
import java.util.Optional;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;
import parley.message.json.Text;

/**
 * The client's word on how the update goes.
 *
 * @param seq counts the client's reports in the task from 1, over all attempts
 * @param detail cut to 4 KiB
 * @param output the end of a command's output, cut to its last 8 KiB
 */
public record Report(
        String offer,
        long attempt,
        long seq,
        ClientState state,
        Optional<Progress> progress,
        Optional<Reason> reason,
        Optional<String> detail,
        Optional<String> output)
        implements Message {

    static final Shape SHAPE = Shape.of("offer", "attempt", "seq", "state", "reason", "detail", "output")
            .object("progress", Progress.SHAPE);

    public Report {
        Objects.requireNonNull(offer);
        Numbers.check("attempt", attempt, 1, Numbers.MAX);
        Numbers.check("seq", seq, 1, Numbers.MAX);
        Objects.requireNonNull(state);
        Objects.requireNonNull(progress);
        Objects.requireNonNull(reason);
        detail = detail.map(Text::cut);
        output = output.map(Text::tail);
    }

    /** A report that says the state and nothing else. */
    public static Report of(String offer, long attempt, long seq, ClientState state) {
        return new Report(
                offer, attempt, seq, state, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Report read(Members in) throws MessageException {
        return new Report(
                in.text("offer"),
                in.count("attempt"),
                in.count("seq"),
                in.word("state", ClientState.class),
                in.optional("progress", name -> in.object(name, Progress::read)),
                in.optional("reason", name -> in.word(name, Reason.class)),
                in.optional("detail", in::text),
                in.optional("output", in::text));
    }

    void write(MemberWriter out) {
        out.text("offer", offer).integer("attempt", attempt).integer("seq", seq).word("state", state);
        progress.ifPresent(p -> out.object("progress", p::write));
        reason.ifPresent(r -> out.word("reason", r));
        detail.ifPresent(d -> out.text("detail", d));
        output.ifPresent(o -> out.text("output", o));
    }
}
