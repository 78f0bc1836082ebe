package parley.message;

import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import parley.message.json.MemberWriter;
import parley.message.json.Members;
import parley.message.json.MessageException;
import parley.message.json.Numbers;
import parley.message.json.Shape;

/**
 * The client is to wait.
 *
 * @param waitFor the member {@code for}, which is a keyword of Java
 * @param reveal the 32 bytes r_s in base64url without padding; only with {@link WaitFor#APPROVAL}
 * @param position how many are before this client
 * @param until when the wait is expected to end
 */
public record Wait(WaitFor waitFor, Optional<String> reveal, Optional<Long> position, Optional<Instant> until)
        implements Message {

    static final Shape SHAPE = Shape.of("for", "reveal", "position", "until");

    private static final Pattern REVEAL = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

    /** @throws IllegalArgumentException when reveal is not the canonical base64url of 32 bytes */
    public Wait {
        Objects.requireNonNull(waitFor);
        reveal.ifPresent(r -> {
            if (!REVEAL.matcher(r).matches()) {
                throw new IllegalArgumentException("reveal is not the base64url of 32 bytes");
            }
        });
        position.ifPresent(p -> Numbers.checkCount("position", p));
        Objects.requireNonNull(until);
    }

    /** A wait for this, without particulars. */
    public static Wait of(WaitFor waitFor) {
        return new Wait(waitFor, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The 32 bytes of reveal. */
    public Optional<byte[]> revealBytes() {
        return reveal.map(Base64.getUrlDecoder()::decode);
    }

    static Wait read(Members in) throws MessageException {
        return new Wait(
                in.word("for", WaitFor.class),
                in.optional("reveal", in::text),
                in.optional("position", in::count),
                in.optional("until", in::instant));
    }

    void write(MemberWriter out) {
        out.word("for", waitFor);
        reveal.ifPresent(r -> out.text("reveal", r));
        position.ifPresent(p -> out.integer("position", p));
        until.ifPresent(at -> out.instant("until", at));
    }
}
