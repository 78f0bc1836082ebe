package parley.cli.stub;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.ClientState;
import parley.message.Confirmed;
import parley.message.Fetch;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.Messages;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Pause;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Reason;
import parley.message.Refused;
import parley.message.Report;
import parley.message.Resume;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Welcome;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.BundleRef;
import parley.message.bundle.Change;
import parley.message.json.MessageException;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.protocol.Session;

/** One session of {@link StubSessions}, to its end. */
final class StubTalk {

    private final StubSessions server;
    private final StubSocket socket;
    private final Session session;
    private final long attempt;
    private final boolean confirms;
    private final Set<String> keep = new HashSet<>();
    private List<Change> changes = List.of();
    private int offers;
    private boolean paused;

    StubTalk(StubSessions server, StubSocket socket, Session session, long attempt) {
        this.server = server;
        this.socket = socket;
        this.session = session;
        this.attempt = attempt;
        this.confirms = server.unconfirmed;
    }

    void run() throws IOException, ProtocolException, MessageException {
        while (true) {
            Incoming incoming = session.reader().read(socket.receive());
            if (incoming instanceof Incoming.Close) {
                session.writer().close(CloseCode.DONE, 0, "", socket::send);
                socket.sendClose();
            } else if (incoming instanceof Incoming.Json json) {
                answer(Messages.decode(json.utf8()));
            }
        }
    }

    private void send(Message message) {
        session.writer().json(Messages.encode(message), socket::send);
    }

    private void answer(Message message) {
        if (message instanceof Hello) {
            hello();
        } else if (message instanceof Inventory inventory && !confirms) {
            inventory(inventory);
        } else if (message instanceof Answer answer) {
            answer(answer);
        } else if (message instanceof Fetch fetch) {
            byte[] bytes = server.contents.get(fetch.sha256().text());
            int from = (int) fetch.offset();
            session.writer().data((int) fetch.fetch(), from, bytes, from, bytes.length - from, socket::send);
        } else if (message instanceof Report report) {
            report(report);
        } else if (message instanceof Ping) {
            send(new Pong());
        }
    }

    private void hello() {
        if (server.refusal.isPresent()) {
            session.writer().close(server.refusal.get(), 0, "", socket::send);
            return;
        }
        send(new Welcome(
                session.sessionId(),
                session.clientId(),
                new TaskInfo("task-" + attempt, "edge", TaskState.OPEN, StubSessions.EXPIRES),
                Instant.parse("2026-11-22T12:00:00Z"),
                server.position,
                new Limits(4, 10_000, 1L << 30)));
    }

    private void inventory(Inventory inventory) {
        if (server.pause.isPresent() && !paused) {
            paused = true;
            send(new Pause(server.pause.get()));
            send(new Resume("the operator lets it go on"));
            return;
        }
        List<String> leftOut = server.files.keySet().stream()
                .filter(path -> !inventory.files().containsKey(path))
                .toList();
        if (inventory.partial() && !leftOut.isEmpty()) {
            send(new LookAt(leftOut));
            return;
        }
        changes = BundleDiff.between(inventory.files(), server.files).stream()
                .filter(change -> change.file().isPresent())
                .toList();
        offer();
    }

    private void offer() {
        if (changes.isEmpty()) {
            send(new NothingToDo("the client has it already"));
            return;
        }
        offers++;
        BundleRef bundle =
                new BundleRef("edge", Long.toString(server.sequence), server.sequence, BundleDigest.of(server.files));
        send(new Offer(offerId(), attempt, bundle, changes, server.terms.now(), "new upstream"));
    }

    private String offerId() {
        return "offer-" + attempt + "-" + offers;
    }

    private void answer(Answer answer) {
        switch (answer.decision()) {
            case ACCEPT -> {
                server.wait.ifPresent(this::send);
                send(new Agreed(
                        offerId(),
                        changes,
                        changes.stream().mapToLong(Change::bytes).sum()));
            }
            case COUNTER -> counter(answer);
            case DECLINE, DEFER -> {
                // nothing is said to these
            }
        }
    }

    private void counter(Answer answer) {
        if (!server.terms.now().keepLocal()) {
            send(new Refused(answer.offer(), Reason.POLICY, "this task does not allow to keep local changes"));
            return;
        }
        keep.addAll(answer.keep());
        changes =
                changes.stream().filter(change -> !keep.contains(change.path())).toList();
        offer();
    }

    private void report(Report report) {
        server.position = new Position(report.attempt(), report.seq());
        send(new Ack(report.attempt(), report.seq()));
        if (report.state() == ClientState.STAGED && server.cancel.isPresent()) {
            send(new Cancel(server.cancel.get()));
        } else if (report.state() == ClientState.STAGED) {
            server.unconfirmed = server.terms.now().confirm().isPresent();
            send(new Proceed(offerId()));
        } else if (report.state() == ClientState.CONFIRMING && confirms) {
            send(new Confirmed(report.offer(), report.attempt()));
        } else if (report.state().terminal()) {
            server.unconfirmed = false;
        }
    }
}
