package parley.server.negotiation;

import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Progress;
import parley.message.Reason;

/**
 * What the server durably knows of one client in one task, as far as the negotiation needs it.
 *
 * @param attempt number of the current attempt, 0 before the first
 * @param seq number of the last report that was taken, 0 before the first
 * @param reason why the current state was reached, where there is a reason
 * @param waitUntil until when a deferred client may stay away
 */
public record ClientRecord(
        ClientState state,
        long attempt,
        long seq,
        Optional<CurrentOffer> offer,
        Optional<Progress> progress,
        Optional<Reason> reason,
        Optional<String> detail,
        Optional<String> output,
        Optional<Instant> waitUntil) {

    /** A client that has just been admitted. */
    public static ClientRecord joined() {
        return new ClientRecord(
                ClientState.JOINED,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Another state of the same attempt; what was said about the former state is forgotten, the progress is kept. */
    ClientRecord in(ClientState next) {
        return new ClientRecord(
                next,
                attempt,
                seq,
                offer,
                progress,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    ClientRecord because(Optional<Reason> why, Optional<String> words, Optional<String> tail) {
        return new ClientRecord(state, attempt, seq, offer, progress, why, words, tail, waitUntil);
    }

    ClientRecord attempt(long number) {
        return new ClientRecord(state, number, seq, offer, Optional.empty(), reason, detail, output, waitUntil);
    }

    ClientRecord with(CurrentOffer current) {
        return new ClientRecord(state, attempt, seq, Optional.of(current), progress, reason, detail, output, waitUntil);
    }

    ClientRecord withoutOffer() {
        return new ClientRecord(state, attempt, seq, Optional.empty(), progress, reason, detail, output, waitUntil);
    }

    ClientRecord taken(long report) {
        return new ClientRecord(state, attempt, report, offer, progress, reason, detail, output, waitUntil);
    }

    ClientRecord progressed(Progress now) {
        return new ClientRecord(state, attempt, seq, offer, Optional.of(now), reason, detail, output, waitUntil);
    }

    ClientRecord until(Instant time) {
        return new ClientRecord(state, attempt, seq, offer, progress, reason, detail, output, Optional.of(time));
    }
}
