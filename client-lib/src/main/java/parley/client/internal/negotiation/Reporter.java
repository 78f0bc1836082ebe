package parley.client.internal.negotiation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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
 * Reports the progress of the update to the server. A report is durable before it is sent, and is sent again in each
 * session, in order, until it is acknowledged. Nothing is sent before the session's inventory, unless an applied
 * update waits for its confirmation.
 */
final class Reporter {

    private static final Duration BETWEEN_PROGRESS_REPORTS = Duration.ofSeconds(2);
    /** With so many unacknowledged reports no more progress is sent. */
    private static final int MOST_UNACKNOWLEDGED = 64;

    private final GuardedListener listener;
    private final Clock clock;
    private final Consumer<Message> send;

    private @Nullable ReportQueue reports;
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

    private ReportQueue reports() {
        if (reports == null) {
            throw new IllegalStateException("no task is known");
        }
        return reports;
    }

    Position acknowledged() {
        return reports == null ? Position.START : reports.acknowledged();
    }

    /** A session has begun, and the server said how many reports it has. */
    void resume(Position server) {
        reports().resume(server);
    }

    /** From now on reports are sent in this session; sends the earlier ones. */
    void speak() {
        if (!speaking) {
            speaking = true;
            reports().unacknowledged().forEach(send);
        }
    }

    /** Whether messages are sent in this session. */
    boolean speaking() {
        return speaking;
    }

    void hush() {
        speaking = false;
    }

    /** Sends this if it can be sent now; otherwise the server will ask again. */
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

    /** A state that the server knows is reached once more. */
    void again(ClientState state) {
        listener.tell(l -> l.state(state));
    }

    /** Reports the progress; to the server only if it does not know of more, and at most every other second. */
    void progress(Offer offer, long done, long total, boolean news) {
        listener.tell(l -> l.progress(done, total));
        boolean heard = reports().unacknowledged().size() < MOST_UNACKNOWLEDGED;
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
        say(reports()
                .add(seq -> new Report(
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
        reports().acknowledge(ack);
    }

    /** The final report, if the last one is final. */
    Optional<Report> end() {
        return reports().last().filter(r -> r.state().terminal());
    }

    boolean everythingIsAcknowledged() {
        return reports().unacknowledged().isEmpty();
    }
}
