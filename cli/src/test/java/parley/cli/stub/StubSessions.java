package parley.cli.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import parley.message.Ack;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.BundleDiff;
import parley.message.BundleDigest;
import parley.message.BundleRef;
import parley.message.Change;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Digest;
import parley.message.Fetch;
import parley.message.FileEntry;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Limits;
import parley.message.Message;
import parley.message.MessageException;
import parley.message.Messages;
import parley.message.Mode;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Position;
import parley.message.Proceed;
import parley.message.Report;
import parley.message.TaskInfo;
import parley.message.TaskState;
import parley.message.Terms;
import parley.message.Welcome;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.PskKeys;
import parley.protocol.Secret;
import parley.protocol.ServerHandshake;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

/**
 * A server of sessions with one task and one bundle, on a free loopback port: enough of the negotiation for one client at a time that does what it should.
 * Nothing is kept: each connection begins a new attempt.
 */
public final class StubSessions implements AutoCloseable {

    private static final Instant EXPIRES = Instant.parse("2026-11-23T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final StaticKey identity = StaticKey.generate(random);
    private final KeyId keyId = KeyId.random(random);
    private final byte[] psk = new byte[32];
    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, FileEntry> files = new TreeMap<>();
    private final ServerSocket port;
    private volatile Optional<CloseCode> refusal = Optional.empty();
    private int attempts;

    public StubSessions() {
        random.nextBytes(psk);
        try {
            port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "stub-sessions");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public String url() {
        return "ws://127.0.0.1:" + port.getLocalPort();
    }

    public String identity() {
        return identity.publicKey().fingerprint();
    }

    /** A token that this server knows. */
    public String token() {
        return token(identity, psk);
    }

    /** A token of another server, with this one's address. */
    public String foreignToken() {
        return token(StaticKey.generate(random), psk);
    }

    private String token(StaticKey server, byte[] secret) {
        try {
            return new JoinToken(Suite.X25519, keyId, Secret.of(secret), server.publicKey(), EXPIRES, List.of(url()))
                    .unsafeText();
        } catch (JoinTokenException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code offers PATH MODE TEXT}: a file of the bundle; {@code refuses CODE}: every hello is answered by this close; {@code admits}. */
    public boolean apply(String word, String rest) {
        switch (word) {
            case "offers" -> offer(rest.split(" ", 3));
            case "refuses" -> refusal = Optional.of(CloseCode.valueOf(rest));
            case "admits" -> refusal = Optional.empty();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void offer(String[] words) {
        byte[] bytes = words[2].replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(sha256(bytes));
        contents.put(digest.text(), bytes);
        files.put(words[0], new FileEntry(digest, bytes.length, Mode.parse(words[1])));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!port.isClosed()) {
            try (Socket client = port.accept();
                    StubSocket socket = new StubSocket(client)) {
                Session session = handshake(socket);
                new Talk(socket, session, ++attempts).run();
            } catch (IOException | UncheckedIOException | ProtocolException e) {
                // the client has gone, or was refused, or the port is closed; the next one is welcome
                continue;
            } catch (MessageException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Session handshake(StubSocket socket) throws IOException, ProtocolException {
        ServerHandshake handshake = new ServerHandshake(random);
        socket.send(handshake.createM0());
        PskKeys keys = PskKeys.derive(Secret.of(psk), keyId, identity.publicKey(), Suite.X25519);
        ServerHandshake.Credentials credentials = new ServerHandshake.Credentials(Suite.X25519, identity, keys);
        socket.send(handshake.consumeM1CreateM2(socket.receive(), credentials));
        return handshake.consumeM3(socket.receive());
    }

    /** One session, to its end. */
    private final class Talk {

        private final StubSocket socket;
        private final Session session;
        private final long attempt;
        private List<Change> changes = List.of();

        Talk(StubSocket socket, Session session, long attempt) {
            this.socket = socket;
            this.session = session;
            this.attempt = attempt;
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
            } else if (message instanceof Inventory inventory) {
                offer(inventory);
            } else if (message instanceof Answer answer && answer.decision() == Decision.ACCEPT) {
                send(new Agreed(
                        offerId(),
                        changes,
                        changes.stream().mapToLong(Change::bytes).sum()));
            } else if (message instanceof Fetch fetch) {
                byte[] bytes = contents.get(fetch.sha256().text());
                int from = (int) fetch.offset();
                session.writer().data((int) fetch.fetch(), from, bytes, from, bytes.length - from, socket::send);
            } else if (message instanceof Report report) {
                send(new Ack(report.attempt(), report.seq()));
                if (report.state() == ClientState.STAGED) {
                    send(new Proceed(offerId()));
                }
            } else if (message instanceof Ping) {
                send(new Pong());
            }
        }

        private void hello() {
            if (refusal.isPresent()) {
                session.writer().close(refusal.get(), 0, "", socket::send);
                return;
            }
            send(new Welcome(
                    session.sessionId(),
                    session.clientId(),
                    new TaskInfo("task-" + attempt, "edge", TaskState.OPEN, EXPIRES),
                    Instant.parse("2026-11-22T12:00:00Z"),
                    Position.START,
                    new Limits(4, 10_000, 1L << 30)));
        }

        private String offerId() {
            return "offer-" + attempt;
        }

        private void offer(Inventory inventory) {
            changes = BundleDiff.between(inventory.files(), files).stream()
                    .filter(change -> change.file().isPresent())
                    .toList();
            if (changes.isEmpty()) {
                send(new NothingToDo("the client has it already"));
            } else {
                BundleRef bundle = new BundleRef("edge", "1", 1, BundleDigest.of(files));
                send(new Offer(offerId(), attempt, bundle, changes, Terms.plain(), "new upstream"));
            }
        }
    }
}
