package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Progress;
import parley.message.Reason;

/**
 * The durable state of one client in one task, as far as the negotiation needs it.
 *
 * @param seq number of the last accepted report, 0 before the first; counts through all attempts
 * @param confirms whether the client can leave an applied update open until it is confirmed
 * @param approved whether it may take part: false until an operator approves a client whose task asks for that
 */
public record ClientRecord(ClientStatus status, Attempt latest, long seq, boolean confirms, boolean approved) {

    /** A client that has just been admitted. */
    public static ClientRecord joined(boolean confirms) {
        return new ClientRecord(ClientStatus.of(ClientState.JOINED), Attempt.NONE, 0, confirms, true);
    }

    /** A client that has just been admitted, and that an operator has to approve. */
    public static ClientRecord pending(boolean confirms) {
        return new ClientRecord(ClientStatus.of(ClientState.PENDING), Attempt.NONE, 0, confirms, false);
    }

    /** The state of a client that is about to be offered something, or to be approved before that. */
    ClientState atTheBeginning() {
        return approved ? ClientState.JOINED : ClientState.PENDING;
    }

    ClientRecord approve() {
        return new ClientRecord(status, latest, seq, confirms, true);
    }

    /** Another state of the same attempt; drops the explanation of the former state and keeps the progress. */
    ClientRecord in(ClientState next) {
        return with(ClientStatus.of(next));
    }

    ClientRecord because(Explanation why) {
        return with(status.with(why));
    }

    ClientRecord until(Instant time) {
        return with(status.until(time));
    }

    ClientRecord attempt(long number) {
        return with(latest.numbered(number));
    }

    ClientRecord with(CurrentOffer current) {
        return with(latest.with(current));
    }

    ClientRecord withoutOffer() {
        return with(latest.withoutOffer());
    }

    ClientRecord progressed(Progress now) {
        return with(latest.with(now));
    }

    /** Told to apply, in this session; one that was told before stays so. */
    ClientRecord toldToProceed(String session) {
        return with(latest.toldToProceed(session));
    }

    ClientRecord taken(long report) {
        return new ClientRecord(status, latest, report, confirms, approved);
    }

    private ClientRecord with(ClientStatus next) {
        return new ClientRecord(next, latest, seq, confirms, approved);
    }

    private ClientRecord with(Attempt attempt) {
        return new ClientRecord(status, attempt, seq, confirms, approved);
    }

    public ClientState state() {
        return status.state();
    }

    /** Number of the latest attempt, 0 before the first. */
    public long attempt() {
        return latest.number();
    }

    public Optional<CurrentOffer> offer() {
        return latest.offer();
    }

    public Optional<String> proceeded() {
        return latest.proceeded();
    }

    public Optional<Progress> progress() {
        return latest.progress();
    }

    public Optional<Reason> reason() {
        return status.explanation().reason();
    }

    public Optional<String> detail() {
        return status.explanation().detail();
    }

    public Optional<Instant> waitUntil() {
        return status.waitUntil();
    }
}
