package parley.server.sessions;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.message.Cancel;
import parley.message.Fetch;
import parley.message.FetchFailed;
import parley.message.FileEntry;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Resume;
import parley.protocol.CloseCode;
import parley.protocol.RecordWriter;
import parley.server.negotiation.Step;

/** What is said in a session after welcome. What it says follows from the database alone, and is durable when it is said. */
final class Talk {

    private static final Logger LOG = Logger.getLogger(Talk.class.getName());
    private static final String NOT_AVAILABLE = "not_available";

    private final Sessions sessions;
    private final Peer peer;
    private final String client;
    private final Downloads downloads = new Downloads(this::couldNotRead);
    private final FetchNumbers fetches = new FetchNumbers();
    private volatile boolean toldToStop;

    /** @param client the row id of the client that was welcomed */
    Talk(Sessions sessions, Peer peer, String client) {
        this.sessions = sessions;
        this.peer = peer;
        this.client = client;
    }

    String client() {
        return client;
    }

    void take(Message message) {
        if (message instanceof Fetch fetch) {
            fetch(fetch);
        } else if (message instanceof Ping) {
            peer.send(new Pong());
        } else if (message instanceof Inventory inventory
                && inventory.files().size() > sessions.limits().files()) {
            peer.close(CloseCode.LIMIT);
        } else if (!(message instanceof Pong)) {
            follow(sessions.clients().take(client, message));
        }
    }

    /** Says what did not follow from a message of the client. From any thread. */
    void push(Step step) {
        boolean knownAlready = toldToStop && step.send().stream().anyMatch(Cancel.class::isInstance);
        if (!knownAlready) {
            if (!step.send().isEmpty()) {
                downloads.clear();
            }
            follow(step);
        }
    }

    private void follow(Step step) {
        for (Message message : step.send()) {
            toldToStop = message instanceof Cancel || toldToStop && !goesOn(message);
            peer.send(message);
        }
        step.close().ifPresent(peer::close);
    }

    private static boolean goesOn(Message message) {
        return message instanceof Offer || message instanceof Resume;
    }

    private void fetch(Fetch fetch) {
        if (!fetches.use(fetch.fetch()) || downloads.full()) {
            peer.close(CloseCode.LIMIT);
            return;
        }
        Optional<FileEntry> file = sessions.clients().authorise(client, fetch);
        if (file.isEmpty()) {
            couldNotRead(fetch.fetch());
            return;
        }
        try {
            downloads.begin(
                    fetch.fetch(),
                    sessions.blobs().channel(fetch.sha256(), fetch.offset()),
                    fetch.offset(),
                    file.get().size());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The blob " + fetch.sha256() + " could not be opened.", e);
            couldNotRead(fetch.fetch());
        }
    }

    private void couldNotRead(long fetch) {
        peer.send(new FetchFailed(fetch, NOT_AVAILABLE));
    }

    /** Seals the next piece of the files that are being sent, if there is any. */
    boolean next(RecordWriter writer, Consumer<byte[]> out) {
        return downloads.next(writer, out);
    }

    /** Whether files are being sent. */
    boolean working() {
        return downloads.any();
    }

    /** Sends no more files. */
    void end() {
        downloads.clear();
    }
}
