package parley.server.sessions.dialogue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import parley.message.Cancel;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.TaskState;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.message.bundle.FileEntry;
import parley.message.json.MessageException;
import parley.protocol.CloseCode;
import parley.protocol.RecordWriter;
import parley.server.storage.Deadlocks;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.ServedFiles;
import parley.server.task.model.SeenState;
import parley.server.task.service.Admissions.Admission;
import parley.server.task.service.ClientChange;
import parley.server.task.service.ForgottenClientException;
import parley.server.task.service.Refusal;

/**
 * The dialogue of a session after welcome. Its messages follow from the database only, and are sent after their cause
 * is durable.
 */
public final class SessionDialogue {

    private static final Logger LOG = Logger.getLogger(SessionDialogue.class.getName());
    private static final String NOT_AVAILABLE = "not_available";
    /** The memory for one file of an offer: as an object, in the database, as JSON, sealed. */
    private static final long BYTES_FOR_FILE = 2_048;

    private final DialogueServices services;
    private final DialogueSession session;
    private final String client;
    private final String task;
    private final long entry;
    private final String name;
    private final long memoryToAnswer;
    private final FileTransfers downloads = new FileTransfers(this::couldNotRead);
    private final UsedFetchNumbers fetches = new UsedFetchNumbers();
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicBoolean overlooked = new AtomicBoolean();

    /** Whether the approval code of this session is written down. Used in turn. */
    private boolean codeShown;

    /** The state that the client knows. Used by one thread at a time. */
    private SeenState known;

    /** What the client may fetch; null until it is needed, and after every change. Used by one thread at a time. */
    private @Nullable ServedFiles served;

    /** Reads that. Used by one thread at a time. */
    private Supplier<ServedFiles> toServe = this::readServed;

    public SessionDialogue(DialogueServices services, DialogueSession session, Admission.In welcomed) {
        this.services = services;
        this.session = session;
        this.client = welcomed.client();
        this.task = welcomed.task().id();
        this.entry = welcomed.entry();
        this.name = welcomed.name();
        this.memoryToAnswer = welcomed.mostFiles() * BYTES_FOR_FILE;
        this.known = welcomed.seen();
    }

    public long entry() {
        return entry;
    }

    public String task() {
        return task;
    }

    /** The name under which the client was admitted. */
    public String name() {
        return name;
    }

    /** The row id. */
    public String client() {
        return client;
    }

    /** The memory for the offer of its client, in bytes; a few KiB for messages are not counted. */
    public long memoryToAnswer() {
        return memoryToAnswer;
    }

    /** Reads and executes a message, once there is memory for both. */
    public void take(byte[] json) throws MessageException {
        long bytes = Messages.memoryToDecode(json.length) + (Messages.isHeartbeat(json) ? 0 : memoryToAnswer);
        Optional<Workload.Turn> turn = services.workload().begin(session.token(), bytes);
        if (turn.isEmpty()) {
            session.close(CloseCode.BUSY, services.busySeconds(), CloseCode.BUSY.sentence());
            return;
        }
        try {
            Message message = Messages.decode(json);
            unlessForgotten(() -> answer(message));
        } finally {
            turn.get().end();
        }
    }

    /** A client that was removed from its task gets the close at its next message at the latest. */
    private void unlessForgotten(Runnable work) {
        try {
            work.run();
        } catch (ForgottenClientException e) {
            LOG.log(Level.FINE, "A client was removed while its session was open.", e);
            session.close(CloseCode.REVOKED, 0, Refusal.FORGOTTEN);
        }
    }

    private void answer(Message message) {
        if (message instanceof Fetch fetch) {
            fetch(fetch);
        } else if (message instanceof Ping) {
            session.send(new Pong());
        } else if (message instanceof Inventory inventory && inventory.files().size() > services.mostFiles()) {
            session.close(CloseCode.LIMIT);
        } else if (!(message instanceof Pong)) {
            takeInTurn(message);
        }
    }

    private void takeInTurn(Message message) {
        turn.lock();
        try {
            follow(services.clients().take(client, message, session.sessionId()));
        } finally {
            turn.unlock();
        }
        if (overlooked.getAndSet(false)) {
            session.requestCatchUp();
        }
    }

    /**
     * What this session knows, if its client's state is another one by now. From any thread. Empty while a message of
     * the client is handled: that thread requests another comparison when it is done.
     */
    public Optional<SeenState> lags(SeenState present) {
        return unlessBusy(() -> Optional.of(known).filter(state -> !state.equals(present)));
    }

    /**
     * Sends what the client has missed. From any thread. If a message of the client was handled since {@link #lags}
     * or is being handled, another comparison is requested instead.
     *
     * @param missed since the state that {@link #lags} gave
     */
    public void catchUp(ClientChange missed) {
        boolean handledMeanwhile = unlessBusy(() -> {
                    boolean same = missed.before().equals(known);
                    if (same && !missed.after().equals(known)) {
                        follow(missed);
                    }
                    return Optional.of(!same);
                })
                .orElse(false);
        if (handledMeanwhile) {
            session.requestCatchUp();
        }
    }

    private <T> Optional<T> unlessBusy(Supplier<Optional<T>> work) {
        overlooked.set(true);
        if (!turn.tryLock()) {
            return Optional.empty();
        }
        try {
            overlooked.set(false);
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    private void follow(ClientChange change) {
        // Each client is told separately of the end of a task: until then it is served, and not told that a file is
        // gone.
        if (!change.after().sameClient(known)) {
            served = null;
            toServe = whenServing(change);
        }
        for (Message message : change.step().send()) {
            if (message instanceof Cancel) {
                downloads.clear();
            }
            if (message instanceof Wait wait && wait.waitFor() == WaitFor.APPROVAL) {
                waitForApproval();
            } else {
                session.send(message);
            }
        }
        change.step().close().ifPresent(session::close);
        // If the change begins at another state than the known one, an event in between was missed and is still to be
        // found.
        if (change.before().equals(known)) {
            known = change.after();
        }
    }

    /** The code is durable before the client can show it. Only the first wait of a session locks the task's row. */
    private void waitForApproval() {
        Optional<CloseCode> refused = codeShown ? Optional.empty() : writeCodeDown();
        if (refused.isPresent()) {
            CloseCode code = refused.get();
            session.close(code, code == CloseCode.BUSY ? services.busySeconds() : 0, code.sentence());
        } else {
            codeShown = true;
            session.send(new Wait(WaitFor.APPROVAL, Optional.of(session.reveal()), Optional.empty(), Optional.empty()));
        }
    }

    private Optional<CloseCode> writeCodeDown() {
        return Deadlocks.result(
                () -> services.approvals().show(task, client, session.sessionId(), session.approvalCode()));
    }

    private void fetch(Fetch fetch) {
        if (!fetches.use(fetch.fetch()) || downloads.full()) {
            session.close(CloseCode.LIMIT);
            return;
        }
        Optional<FileEntry> file = served().file(fetch);
        if (file.isEmpty()) {
            couldNotRead(fetch.fetch());
            return;
        }
        try {
            downloads.begin(
                    fetch.fetch(),
                    services.blobs().channel(fetch.sha256(), fetch.offset()),
                    fetch.offset(),
                    file.get().size());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The blob " + fetch.sha256() + " could not be opened.", e);
            couldNotRead(fetch.fetch());
        }
    }

    /** Reads the agreed files once in a session, and again after every change of the client or its task. */
    private ServedFiles served() {
        turn.lock();
        try {
            ServedFiles now = served;
            if (now == null) {
                now = toServe.get();
                served = now;
            }
            return now;
        } finally {
            turn.unlock();
        }
    }

    private ServedFiles readServed() {
        return services.clients().served(client);
    }

    /** Clients fetch in these two states. In others the offer is not kept in memory while they wait. */
    private Supplier<ServedFiles> whenServing(ClientChange change) {
        ClientRecord standing = change.step().client();
        TaskState its = change.after().task();
        return switch (standing.state()) {
            case ACCEPTED, DOWNLOADING -> () -> ServedFiles.to(standing, its);
            default -> this::readServed;
        };
    }

    private void couldNotRead(long fetch) {
        session.send(new FetchFailed(fetch, NOT_AVAILABLE));
    }

    /** Seals the next piece of the running downloads, if there is one. */
    public boolean next(RecordWriter writer, Consumer<byte[]> out) {
        return downloads.next(writer, out);
    }

    /** Whether files are being sent. */
    public boolean working() {
        return downloads.any();
    }

    /** Sends no more files. */
    public void end() {
        downloads.clear();
    }
}
