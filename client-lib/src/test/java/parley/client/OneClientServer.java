package parley.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.client.testing.internal.FakeTask;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Report;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Welcome;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** A server as a function: what it says to what it hears. It ends nothing and forgets nothing. */
final class OneClientServer {

    static final byte[] CONTENT = {1, 2, 3};
    private static final Change CHANGE =
            Change.add("a.conf", new FileEntry(FakeTask.digest(CONTENT), CONTENT.length, new Mode(0644)));

    private final Optional<Duration> confirm;
    private final List<Report> heard = new ArrayList<>();
    private boolean agreed;
    private ClientState state = ClientState.JOINED;

    OneClientServer(Optional<Duration> confirm) {
        this.confirm = confirm;
    }

    List<Report> heard() {
        return heard;
    }

    Welcome welcome() {
        TaskInfo task = new TaskInfo("task-1", "Proxy", TaskState.OPEN, Instant.EPOCH);
        Position position = new Position(heard.isEmpty() ? 0 : 1, heard.size());
        return new Welcome("00", "client", task, Instant.EPOCH, position, new Limits(4, 100, 1 << 20));
    }

    List<Message> hear(Message message) {
        List<Message> said = new ArrayList<>();
        if (message instanceof Inventory) {
            inventory(said);
        } else if (message instanceof Answer) {
            agreed = true;
            said.add(agreed());
        } else if (message instanceof Report report) {
            report(report, said);
        } else if (!(message instanceof Ping)) {
            throw new IllegalStateException("unexpected " + message);
        }
        return said;
    }

    private void inventory(List<Message> said) {
        switch (state) {
            case JOINED -> said.add(agreed ? agreed() : offered());
            case DOWNLOADING -> said.add(agreed());
            case STAGED -> said.add(new Proceed("o-1"));
            case CONFIRMING -> said.add(new Confirmed("o-1", 1));
            case SUCCEEDED -> said.add(new NothingToDo("up to date"));
            default -> {}
        }
    }

    private Offer offered() {
        Terms plain = Terms.plain();
        Terms terms = new Terms(
                plain.severity(),
                plain.deferUntil(),
                plain.window(),
                plain.deadline(),
                plain.keepLocal(),
                plain.downgrade(),
                plain.apply(),
                confirm);
        BundleRef bundle = new BundleRef("proxy", "1", 1, FakeTask.digest(new byte[0]));
        return new Offer("o-1", 1, bundle, List.of(CHANGE), terms, "");
    }

    private Agreed agreed() {
        return new Agreed("o-1", List.of(CHANGE), CONTENT.length);
    }

    private void report(Report report, List<Message> said) {
        if (report.seq() == heard.size() + 1) {
            heard.add(report);
            state = report.state();
            said.add(new Ack(1, report.seq()));
            if (state == ClientState.STAGED) {
                said.add(new Proceed("o-1"));
            } else if (state == ClientState.CONFIRMING) {
                said.add(new Confirmed("o-1", 1));
            }
        } else if (report.seq() <= heard.size()
                && heard.get((int) report.seq() - 1).equals(report)) {
            said.add(new Ack(1, report.seq()));
        } else {
            throw new IllegalStateException("close 22: " + report + " after " + heard);
        }
    }
}
