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
import parley.message.Position;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;
import parley.message.json.MessageException;
import parley.protocol.CloseCode;
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
 * Nothing is kept: each connection begins a new task, unless an update waits to be confirmed.
 */
public final class StubSessions implements AutoCloseable {

    static final Instant EXPIRES = Instant.parse("2026-11-23T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final StaticKey identity = StaticKey.generate(random);
    private final KeyId keyId = KeyId.random(random);
    private final byte[] psk = new byte[32];
    private final ServerSocket port;
    private int attempts;

    final Map<String, byte[]> contents = new HashMap<>();
    final Map<String, FileEntry> files = new TreeMap<>();
    final StubTerms terms = new StubTerms();
    volatile Optional<CloseCode> refusal = Optional.empty();
    volatile Optional<Wait> wait = Optional.empty();
    volatile Optional<String> pause = Optional.empty();
    volatile Optional<String> cancel = Optional.empty();
    volatile long sequence = 1;
    /** The last report that was acknowledged in the attempt. */
    Position position = Position.START;
    /** Whether the attempt goes on over a new connection. */
    boolean unconfirmed;

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

    /**
     * {@code offers PATH MODE TEXT}: a file of the bundle, {@code withdraws PATH}: none any more, {@code sequence N} of the bundle; {@code refuses CODE}:
     * every hello is answered by this close, {@code admits}: none is any more; {@code terms …} of the offers, see {@link StubTerms}; {@code waits FOR UNTIL}
     * before it agrees; {@code pauses REASON} before it offers; {@code cancels REASON} instead of letting apply; {@code goes-on}: none of these three.
     */
    public boolean apply(String word, String rest) {
        switch (word) {
            case "offers" -> offer(rest.split(" ", 3));
            case "refuses" -> refusal = Optional.of(CloseCode.valueOf(rest));
            case "admits" -> refusal = Optional.empty();
            case "withdraws" -> files.remove(rest);
            case "sequence" -> sequence = Long.parseLong(rest);
            case "terms" -> terms.set(rest);
            case "waits" -> wait = Optional.of(wait(rest.split(" ")));
            case "pauses" -> pause = Optional.of(rest);
            case "cancels" -> cancel = Optional.of(rest);
            case "goes-on" -> {
                wait = Optional.empty();
                pause = Optional.empty();
                cancel = Optional.empty();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Wait wait(String[] words) {
        return new Wait(
                WaitFor.valueOf(words[0]),
                Optional.empty(),
                Optional.empty(),
                words.length > 1 ? Optional.of(Instant.parse(words[1])) : Optional.empty());
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
                talk(socket, session).run();
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

    /** The parts of the bundle that the next sessions are about, and how they go. */
    StubTalk talk(StubSocket socket, Session session) {
        if (!unconfirmed) {
            attempts++;
            position = Position.START;
        }
        return new StubTalk(this, socket, session, attempts);
    }
}
