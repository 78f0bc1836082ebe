package parley.client.testing.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import parley.message.Fetch;
import parley.message.Message;
import parley.message.Messages;
import parley.message.json.MessageException;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;

/** The server's end of one connection of a {@link FakeTask}; it holds no thread while it has nothing to do. */
public final class FakeSession {

    /** Receives what the session sends; one call at a time. */
    public interface Wire {

        void received(byte[] message);

        /** The last call. */
        void closed(String why);
    }

    private static final System.Logger LOG = System.getLogger(FakeSession.class.getName());
    private static final int DATA = 1000;
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread made = new Thread(work, "fake-server");
        made.setDaemon(true);
        return made;
    });

    private final FakeTask server;
    private final ServerHandshake.Credentials credentials;
    private final ServerHandshake handshake;
    private final Wire receiver;
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private final Deque<Runnable> data = new ArrayDeque<>();

    private Session session;
    private boolean sentM2;
    private boolean cut;
    private boolean deaf;
    private boolean peerClosed;
    private int fetches;

    FakeSession(FakeTask server, ServerHandshake.Credentials credentials, ServerHandshake handshake, Wire receiver) {
        this.server = server;
        this.credentials = credentials;
        this.handshake = handshake;
        this.receiver = receiver;
    }

    void start() {
        later(() -> out(handshake.createM0()));
    }

    public String sessionId() {
        return session.sessionId();
    }

    public String clientId() {
        return session.clientId();
    }

    /** Takes one message of the client. */
    public void send(byte[] message) {
        later(() -> take(message));
    }

    /** The client has ended the connection. */
    public void close(int code) {
        later(this::cut);
    }

    private void take(byte[] message) {
        if (cut) {
            return;
        }
        try {
            if (session != null) {
                record(session.reader().read(message));
            } else if (!sentM2) {
                sentM2 = true;
                out(handshake.consumeM1CreateM2(message, credentials));
            } else {
                session = handshake.consumeM3(message);
            }
        } catch (ProtocolException e) {
            end("the connection ended with WebSocket code " + parley.protocol.Wire.FAILURE_CLOSE);
        } catch (MessageException e) {
            close(CloseCode.of(e.closeCode()), 0, e.getMessage());
        }
    }

    private void record(Incoming incoming) throws MessageException {
        if (incoming instanceof Incoming.Json json) {
            server.take(this, Messages.decode(json.utf8()));
            pump();
        } else if (incoming instanceof Incoming.Close close) {
            server.closes.add(close.code());
            peerClosed = true;
            close(CloseCode.DONE, 0, "");
            if (!deaf) {
                end("the connection ended with WebSocket code 1000");
            }
        }
    }

    /** Sends this to the client. */
    public void send(Message message) {
        raw(Messages.encode(message));
    }

    /** Sends bytes that may not be a message. */
    public void raw(byte[] json) {
        session.writer().json(json, this::out);
    }

    public void data(long fetch, long offset, byte[] bytes) {
        session.writer().data((int) fetch, offset, bytes, 0, bytes.length, this::out);
    }

    public void close(CloseCode code, int retryAfter, String reason) {
        session.writer().close(code, retryAfter, reason, this::out);
    }

    /** Serves a blob in small pieces, in turn with the other fetches. */
    void serve(Fetch fetch, byte[] blob) {
        fetches++;
        server.mostFetches.accumulateAndGet(fetches, Math::max);
        piece(fetch, blob, fetch.offset());
    }

    private void piece(Fetch fetch, byte[] blob, long offset) {
        data.add(() -> {
            int end = (int) Math.min(blob.length, offset + DATA);
            data(fetch.fetch(), offset, Arrays.copyOfRange(blob, (int) offset, end));
            if (end == blob.length) {
                fetches--;
            } else {
                piece(fetch, blob, end);
            }
        });
    }

    private void pump() {
        later(() -> {
            Runnable piece = data.poll();
            if (piece != null && !cut && !peerClosed) {
                if (server.cutAfterBytes <= 0) {
                    server.cutAfterBytes = Long.MAX_VALUE;
                    server.atCut.run();
                    cut();
                    return;
                }
                server.cutAfterBytes -= DATA;
                piece.run();
                pump();
            }
        });
    }

    /** Runs this after the earlier requests of the session. */
    public synchronized void later(Runnable next) {
        work = work.thenRunAsync(next, THREADS).exceptionally(this::broken);
    }

    private Void broken(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "the fake server failed", e);
        cut();
        return null;
    }

    /** From now on the client receives nothing. */
    public void deaf() {
        deaf = true;
    }

    public void cut() {
        end("the connection broke");
    }

    private void end(String why) {
        if (!cut) {
            cut = true;
            receiver.closed(why);
        }
    }

    private void out(byte[] bytes) {
        if (!cut && !deaf) {
            receiver.received(bytes);
        }
    }
}
