package parley.client.internal.negotiation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import parley.client.Applied;
import parley.client.internal.store.ReportQueue;
import parley.message.Ack;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Position;
import parley.message.Progress;
import parley.message.Reason;
import parley.message.Report;

/**
 * Says to the server how the update goes. A report is durable before it is sent, and is sent again in each session, in
 * order, until it is acknowledged. Nothing is said before the session's inventory has been, unless an applied update
 * waits for its confirmation.
 */
final class Reporter {

    private static final Duration BETWEEN_PROGRESS_REPORTS = Duration.ofSeconds(2);
    /** A server that acknowledges nothing hears no more of the progress. */
    private static final int MOST_UNACKNOWLEDGED = 64;

    private final GuardedListener listener;
    private final Clock clock;
    private final Consumer<Message> send;

    private ReportQueue reports;
    private boolean speaking;
    private Instant lastReport = Instant.MIN;

    Reporter(GuardedListener listener, Clock clock, Consumer<Message> send) {
        this.listener = listener;
        this.clock = clock;
        this.send = send;
    }

    /** Where the reports of the task are kept. */
    void keepIn(ReportQueue queue) {
        reports = queue;
    }

    Position acknowledged() {
        return reports == null ? Position.START : reports.acknowledged();
    }

    /** A session has begun in which the server told how many reports it has. */
    void resume(Position server) {
        reports.resume(server);
    }

    /** From now on what is to be said is said in this session; says what is left from before. */
    void speak() {
        if (!speaking) {
            speaking = true;
            reports.unacknowledged().forEach(send);
        }
    }

    /** Whether what is said now reaches the server in this session. */
    boolean speaking() {
        return speaking;
    }

    void hush() {
        speaking = false;
    }

    /** Says this if it can be said now; what cannot, the server asks for again. */
    void say(Message message) {
        if (speaking) {
            send.accept(message);
        }
    }

    void state(Offer offer, ClientState state) {
        report(offer, state, Optional.empty(), Optional.empty(), "", "");
    }

    void downloading(Offer offer, long done, long total) {
        report(offer, ClientState.DOWNLOADING, Optional.of(new Progress(done, total)), Optional.empty(), "", "");
    }

    /** Something that the server knows happens once more. */
    void again(ClientState state) {
        listener.tell(l -> l.state(state));
    }

    /** Tells the progress, the server only if it does not know of more, and not more often than every other second. */
    void progress(Offer offer, long done, long total, boolean news) {
        listener.tell(l -> l.progress(done, total));
        boolean heard = reports.unacknowledged().size() < MOST_UNACKNOWLEDGED;
        if (news && speaking && heard && !clock.instant().isBefore(lastReport.plus(BETWEEN_PROGRESS_REPORTS))) {
            downloading(offer, done, total);
        }
    }

    void applied(Offer offer, Applied result) {
        report(offer, result.state(), Optional.empty(), result.reason(), result.detail(), result.output());
    }

    // The answer alone is never acknowledged; the report of the same state is.
    void declined(Offer offer, Answer answer) {
        Optional<Reason> reason = answer.reason().or(() -> Optional.of(Reason.POLICY));
        report(
                offer,
                ClientState.DECLINED,
                Optional.empty(),
                reason,
                answer.detail().orElse(""),
                "");
    }

    private void report(
            Offer offer,
            ClientState state,
            Optional<Progress> progress,
            Optional<Reason> reason,
            String detail,
            String output) {
        lastReport = clock.instant();
        say(reports.add(seq -> new Report(
                offer.offer(),
                offer.attempt(),
                seq,
                state,
                progress,
                reason,
                Optional.of(detail).filter(d -> !d.isEmpty()),
                Optional.of(output).filter(o -> !o.isEmpty()))));
        listener.tell(l -> l.state(state));
    }

    void acknowledge(Ack ack) {
        reports.acknowledge(ack);
    }

    /** The report of the end, if the last one is one. */
    Optional<Report> end() {
        return reports.last().filter(r -> r.state().terminal());
    }

    boolean everythingIsAcknowledged() {
        return reports.unacknowledged().isEmpty();
    }
}
