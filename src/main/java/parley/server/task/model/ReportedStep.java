package parley.server.task.model;

import jakarta.persistence.MappedSuperclass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.message.Position;
import parley.message.Reason;
import parley.server.task.decide.Explanation;

/**
 * The columns that a client's row and each row of its history have in common: the position of the last report, and why
 * the client is in its state.
 */
@MappedSuperclass
public abstract class ReportedStep {

    private long attempt;
    private long seq;
    private @Nullable Reason reason;
    private @Nullable String detail;
    private @Nullable String output;

    protected ReportedStep() {}

    ReportedStep(long attempt, long seq, Explanation why) {
        this.attempt = attempt;
        this.seq = seq;
        this.reason = why.reason().orElse(null);
        this.detail = why.detail().orElse(null);
        this.output = why.output().orElse(null);
    }

    final void report(long inAttempt, long number, Explanation why) {
        attempt = inAttempt;
        seq = number;
        reason = why.reason().orElse(null);
        detail = why.detail().orElse(null);
        output = why.output().orElse(null);
    }

    public long attempt() {
        return attempt;
    }

    public long seq() {
        return seq;
    }

    public Position position() {
        return new Position(attempt, seq);
    }

    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    public Optional<String> detail() {
        return Optional.ofNullable(detail);
    }

    public Optional<String> output() {
        return Optional.ofNullable(output);
    }

    /** Reason, detail and output together. */
    public Explanation explanation() {
        return new Explanation(reason(), detail(), output());
    }
}
