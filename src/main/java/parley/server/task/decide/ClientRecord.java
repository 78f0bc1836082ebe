package parley.server.task.decide;

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
 * @param proceeded the session in which this attempt was first told to apply; empty: it was not yet
 * @param reason why the current state was reached, where there is a reason
 * @param waitUntil until when a deferred client may stay away
 * @param confirms whether the client can leave an applied update open until it is confirmed
 */
public record ClientRecord(
        ClientState state,
        long attempt,
        long seq,
        Optional<CurrentOffer> offer,
        Optional<String> proceeded,
        Optional<Progress> progress,
        Optional<Reason> reason,
        Optional<String> detail,
        Optional<String> output,
        Optional<Instant> waitUntil,
        boolean confirms) {

    private static final Optional<String> NOT_YET = Optional.empty();

    /** A client that has just been admitted. */
    public static ClientRecord joined(boolean confirms) {
        return new ClientRecord(
                ClientState.JOINED,
                0,
                0,
                Optional.empty(),
                NOT_YET,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                confirms);
    }

    /** Another state of the same attempt; what was said about the former state is forgotten, the progress is kept. */
    ClientRecord in(ClientState next) {
        return new ClientRecord(
                next,
                attempt,
                seq,
                offer,
                proceeded,
                progress,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                confirms);
    }

    ClientRecord because(Optional<Reason> why, Optional<String> words, Optional<String> tail) {
        return new ClientRecord(state, attempt, seq, offer, proceeded, progress, why, words, tail, waitUntil, confirms);
    }

    ClientRecord attempt(long number) {
        return new ClientRecord(
                state, number, seq, offer, NOT_YET, Optional.empty(), reason, detail, output, waitUntil, confirms);
    }

    ClientRecord with(CurrentOffer current) {
        return new ClientRecord(
                state,
                attempt,
                seq,
                Optional.of(current),
                proceeded,
                progress,
                reason,
                detail,
                output,
                waitUntil,
                confirms);
    }

    ClientRecord withoutOffer() {
        return new ClientRecord(
                state, attempt, seq, Optional.empty(), NOT_YET, progress, reason, detail, output, waitUntil, confirms);
    }

    ClientRecord taken(long report) {
        return new ClientRecord(
                state, attempt, report, offer, proceeded, progress, reason, detail, output, waitUntil, confirms);
    }

    ClientRecord progressed(Progress now) {
        return new ClientRecord(
                state, attempt, seq, offer, proceeded, Optional.of(now), reason, detail, output, waitUntil, confirms);
    }

    ClientRecord until(Instant time) {
        return new ClientRecord(
                state, attempt, seq, offer, proceeded, progress, reason, detail, output, Optional.of(time), confirms);
    }

    /** Told to apply, in this session; one that was told before stays so. */
    ClientRecord toldToProceed(String session) {
        return new ClientRecord(
                state,
                attempt,
                seq,
                offer,
                proceeded.or(() -> Optional.of(session)),
                progress,
                reason,
                detail,
                output,
                waitUntil,
                confirms);
    }
}
