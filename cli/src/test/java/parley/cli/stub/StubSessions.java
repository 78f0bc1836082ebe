package parley.cli.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import parley.client.testing.internal.FakeSession;
import parley.client.testing.internal.FakeTask;
import parley.client.testing.internal.WebSocketPort;
import parley.message.Answer;
import parley.message.Cancel;
import parley.message.Decision;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Pause;
import parley.message.Resume;
import parley.message.Wait;
import parley.message.WaitFor;
import parley.message.bundle.Mode;
import parley.protocol.CloseCode;
import parley.protocol.JoinToken;
import parley.protocol.JoinTokenException;
import parley.protocol.StaticKey;
import parley.protocol.Suite;

/**
 * The fake server of the client library with one bundle, on a free loopback port, as the directives of a transcript set
 * it. Nothing is kept: each connection begins a new task, unless an update waits to be confirmed.
 */
public final class StubSessions extends FakeTask implements AutoCloseable {

    private static final Instant EXPIRES = Instant.parse("2026-11-23T12:00:00Z");

    private final WebSocketPort port;
    private int tasks;
    private boolean paused;
    /** Whether the client applies what it has to confirm: then the task goes on over a new connection. */
    private boolean unconfirmed;

    private volatile Optional<Wait> wait = Optional.empty();
    private volatile Optional<String> pause = Optional.empty();
    private volatile Optional<String> cancel = Optional.empty();

    public StubSessions() {
        this(freePort());
    }

    private StubSessions(WebSocketPort port) {
        super(Suite.X25519, EXPIRES, port.url());
        this.port = port;
        taskName = "edge";
        bundleName = "edge";
        notes = "new upstream";
        nothingToDo = "the client has it already";
        serverTime = Instant.parse("2026-11-22T12:00:00Z");
        port.serve(this);
    }

    private static WebSocketPort freePort() {
        try {
            return new WebSocketPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return port.url();
    }

    public String identity() {
        return token().serverKey().fingerprint();
    }

    /** A token of another server, with this one's address. */
    public String foreignToken() {
        JoinToken own = token();
        try {
            return new JoinToken(
                            own.suite(),
                            own.keyId(),
                            own.psk(),
                            StaticKey.generate(new SecureRandom()).publicKey(),
                            own.notAfter(),
                            own.urls())
                    .unsafeText();
        } catch (JoinTokenException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * {@code offers PATH MODE TEXT}: a file of the bundle, {@code withdraws PATH}: it is none any more;
     * {@code sequence N}; {@code refuses CODE}: every hello is answered by this close, {@code admits}: none is any
     * more; {@code terms …} of the offers, see {@link StubTerms}; {@code waits FOR UNTIL} before it agrees;
     * {@code pauses REASON} before it offers; {@code cancels REASON} instead of letting apply; {@code goes-on}: none of
     * these three.
     */
    public boolean apply(String word, String rest) {
        switch (word) {
            case "offers" -> offer(rest.split(" ", 3));
            case "withdraws" -> withoutFile(rest);
            case "refuses" -> refusal = new Refusal(CloseCode.valueOf(rest), 0, "");
            case "admits" -> refusal = null;
            case "sequence" -> {
                sequence = Long.parseLong(rest);
                bundleVersion = rest;
            }
            case "terms" -> terms = StubTerms.of(rest);
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
        byte[] content = words[2].replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        file(words[0], content, Mode.parse(words[1]));
    }

    @Override
    public void answer(FakeSession session, Message message) {
        if (message instanceof Hello) {
            paused = false;
            if (!unconfirmed || clientState.terminal()) {
                unconfirmed = false;
                tasks++;
                begin("task-" + tasks);
            }
        } else if (message instanceof Inventory && pause.isPresent() && !paused) {
            paused = true;
            session.send(new Pause(pause.get()));
            session.send(new Resume("the operator lets it go on"));
            return;
        } else if (message instanceof Answer answer && answer.decision() == Decision.ACCEPT) {
            wait.ifPresent(session::send);
        }
        super.answer(session, message);
    }

    @Override
    public void proceed(FakeSession session) {
        if (cancel.isPresent()) {
            session.send(new Cancel(cancel.get()));
        } else {
            unconfirmed = terms.confirm().isPresent();
            super.proceed(session);
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
}
