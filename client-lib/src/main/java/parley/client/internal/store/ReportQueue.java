package parley.client.internal.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import parley.message.Ack;
import parley.message.Message;
import parley.message.Position;
import parley.message.Report;

/**
 * The reports that the server has not acknowledged, and always the last one. A report is durable before {@link #add}
 * returns it, keeps its number, and stays until it is acknowledged.
 */
public final class ReportQueue {

    private final DurableMessages store;
    private final List<Report> reports = new ArrayList<>();
    private Position acknowledged = Position.START;

    public ReportQueue(DurableMessages store) throws IOException {
        this.store = store;
        for (Message line : store.read()) {
            if (line instanceof Ack ack) {
                acknowledged = new Position(ack.attempt(), ack.seq());
            } else if (line instanceof Report report) {
                reports.add(report);
            } else {
                throw new IOException(store + " holds something else than reports");
            }
        }
    }

    /** The last report that the server is known to have. */
    public Position acknowledged() {
        return acknowledged;
    }

    public List<Report> unacknowledged() {
        return reports.stream().filter(r -> r.seq() > acknowledged.seq()).toList();
    }

    /** The last report, acknowledged or not. */
    public Optional<Report> last() {
        return reports.isEmpty() ? Optional.empty() : Optional.of(reports.get(reports.size() - 1));
    }

    public boolean isAcknowledged(Report report) {
        return report.seq() <= acknowledged.seq();
    }

    /** Adds the report that is made with the next number. */
    public Report add(LongFunction<Report> withSeq) {
        long last = reports.isEmpty() ? 0 : reports.get(reports.size() - 1).seq();
        Report report = withSeq.apply(Math.max(last, acknowledged.seq()) + 1);
        List<Report> kept = new ArrayList<>(unacknowledged());
        kept.add(report);
        keep(kept, acknowledged);
        return report;
    }

    public void acknowledge(Ack ack) {
        if (ack.seq() > acknowledged.seq()) {
            keep(reports, new Position(ack.attempt(), ack.seq()));
        }
    }

    /**
     * Continues from the server's position. A server with fewer reports than it once acknowledged was restored from a
     * back-up; then the remaining reports are numbered from its position.
     */
    public void resume(Position server) {
        if (server.equals(acknowledged)) {
            return;
        }
        List<Report> rest = new ArrayList<>(reports);
        if (server.seq() < acknowledged.seq()) {
            rest = new ArrayList<>();
            for (Report report : unacknowledged()) {
                rest.add(renumbered(report, server.seq() + rest.size() + 1));
            }
        }
        keep(rest, server);
    }

    private static Report renumbered(Report r, long seq) {
        return new Report(r.offer(), r.attempt(), seq, r.state(), r.progress(), r.reason(), r.detail(), r.output());
    }

    private void keep(List<Report> kept, Position position) {
        List<Report> next = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).seq() > position.seq() || i == kept.size() - 1) {
                next.add(kept.get(i));
            }
        }
        List<Message> lines = new ArrayList<>();
        if (position.seq() > 0) {
            lines.add(new Ack(Math.max(1, position.attempt()), position.seq()));
        }
        lines.addAll(next);
        store.write(lines);
        reports.clear();
        reports.addAll(next);
        acknowledged = position;
    }
}
