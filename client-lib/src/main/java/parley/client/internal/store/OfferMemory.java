package parley.client.internal.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Decision;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Proceed;

/**
 * The offer that this client has answered and not declined, and its steps: answered, agreed, proceed. Each step is
 * durable before the client acts on it; without a step nothing of the offer has been done.
 */
public final class OfferMemory {

    private final DurableMessages store;
    private @Nullable Offer offer;
    private @Nullable Answer answer;
    private @Nullable Agreed agreed;
    private @Nullable Proceed proceed;

    public OfferMemory(DurableMessages store) throws IOException {
        this.store = store;
        for (Message line : store.read()) {
            if (line instanceof Offer o) {
                offer = o;
            } else if (line instanceof Answer a) {
                answer = a;
            } else if (line instanceof Agreed a) {
                agreed = a;
            } else if (line instanceof Proceed p) {
                proceed = p;
            } else {
                throw new IOException(store + " holds something else than an offer and its steps");
            }
        }
    }

    public Optional<Offer> offer() {
        return Optional.ofNullable(offer);
    }

    public Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }

    /** Whether this was the answer. */
    public boolean said(Decision decision) {
        return answer != null && answer.decision() == decision;
    }

    /** Until when the offer is put off. */
    public Optional<Instant> deferredUntil() {
        return answer().filter(a -> a.decision() == Decision.DEFER).flatMap(Answer::until);
    }

    public Optional<Agreed> agreed() {
        return Optional.ofNullable(agreed);
    }

    public boolean mayApply() {
        return proceed != null;
    }

    /** Whether this is the stored offer. */
    public boolean is(String id) {
        return offer != null && offer.offer().equals(id);
    }

    public void answer(Offer newOffer, Answer said) {
        offer = newOffer;
        answer = said;
        agreed = null;
        proceed = null;
        write();
    }

    public void agree(Agreed list) {
        agreed = list;
        write();
    }

    public void proceed(Proceed go) {
        if (proceed == null) {
            proceed = go;
            write();
        }
    }

    public void forget() {
        if (offer != null) {
            offer = null;
            answer = null;
            agreed = null;
            proceed = null;
            store.delete();
        }
    }

    private void write() {
        List<Message> steps = Stream.of(offer, answer, agreed, proceed)
                .filter(step -> step != null)
                .map(Message.class::cast)
                .toList();
        store.write(steps);
    }
}
