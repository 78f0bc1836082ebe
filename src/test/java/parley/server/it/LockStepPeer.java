package parley.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import parley.message.Agent;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Offer;
import parley.message.Report;
import parley.message.Welcome;
import parley.message.platform.Platform;
import parley.protocol.ClientHandshake;
import parley.protocol.CloseCode;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/** A client that does one step at a time, right or wrong, as the test says, and returns what came back. */
final class LockStepPeer implements AutoCloseable {

    static final SecureRandom RANDOM = new SecureRandom();

    private static final long PATIENCE_SECONDS = 30;
    private static final int INCOMING_BUFFER = 1024 * 1024;

    private record Ended(int code, String reason) {}

    private final BlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
    private jakarta.websocket.Session socket;
    private Session session;

    private LockStepPeer() {}

    /** Upgrades; nothing has been sent, and the challenge is the first thing to come. */
    static LockStepPeer open(RunningServer server) throws IOException, DeploymentException {
        LockStepPeer peer = new LockStepPeer();
        ClientManager manager = ClientManager.createClient();
        manager.getProperties().put(ClientProperties.SHARED_CONTAINER, true);
        manager.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BUFFER);
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(Wire.SUBPROTOCOL))
                .configurator(new WithoutOrigin())
                .build();
        URI uri = URI.create("ws://127.0.0.1:" + server.port() + Wire.PATH);
        peer.socket = manager.connectToServer(peer.new Ear(), config, uri);
        return peer;
    }

    /** A session of this key, ready for hello. */
    static LockStepPeer handshake(RunningServer server, JoinToken token, StaticKey key) throws Exception {
        LockStepPeer peer = open(server);
        ClientHandshake handshake = new ClientHandshake(token, key, RANDOM);
        peer.send(handshake.consumeM0CreateM1(peer.receive()));
        peer.send(handshake.consumeM2CreateM3(peer.receive()));
        peer.session = handshake.session();
        return peer;
    }

    /** A session of a client that was welcomed under this name. */
    static LockStepPeer joined(RunningServer server, JoinToken token, StaticKey key, String name) throws Exception {
        LockStepPeer peer = handshake(server, token, key);
        peer.say(hello(name));
        peer.hear(Welcome.class);
        return peer;
    }

    static Hello hello(String name) {
        return hello(name, Map.of("room", "12"));
    }

    static Hello hello(String name, Map<String, String> labels) {
        return new Hello(name, labels, new Agent("lock-step", "1"), Platform.current(), List.of(), Optional.empty());
    }

    static StaticKey key() {
        return StaticKey.generate(RANDOM);
    }

    void send(byte[] message) throws IOException {
        socket.getBasicRemote().sendBinary(ByteBuffer.wrap(message));
    }

    void sendFragment(byte[] message, boolean last) throws IOException {
        socket.getBasicRemote().sendBinary(ByteBuffer.wrap(message), last);
    }

    void sendText(String text) throws IOException {
        socket.getBasicRemote().sendText(text);
    }

    void say(Message message) {
        sayRaw(Messages.encode(message));
    }

    /** Reports a state of the offer and nothing else. */
    void report(Offer offer, long seq, ClientState state) {
        say(Report.of(offer.offer(), offer.attempt(), seq, state));
    }

    void sayRaw(byte[] json) {
        session.writer().json(json, this::sendUnchecked);
    }

    void sayClose(CloseCode code) {
        session.writer().close(code, 0, "", this::sendUnchecked);
    }

    /** The same to a server that may have enough of it before it has all of it. */
    void sayRawUntilTheEnd(byte[] json) {
        try {
            sayRaw(json);
        } catch (AssertionError ended) {
            assertThat(ended).hasMessage("the server has ended the connection");
        }
    }

    /** The record that this message would be; sealed, so the next one has the next number. */
    byte[] seal(Message message) {
        byte[][] record = new byte[1][];
        session.writer().json(Messages.encode(message), bytes -> record[0] = bytes);
        return record[0];
    }

    private void sendUnchecked(byte[] record) {
        try {
            send(record);
        } catch (IOException | RuntimeException e) {
            // Tyrus throws a plain RuntimeException when the server's close came, and the session does not know it yet
            throw new AssertionError("the server has ended the connection", e);
        }
    }

    /** The six digits that this client shows. */
    String approvalCode(byte[] reveal) {
        return session.approvalCode(reveal);
    }

    /** The next message as it came. */
    byte[] receive() throws InterruptedException {
        Object next = next();
        assertThat(next).as("a message").isInstanceOf(byte[].class);
        return (byte[]) next;
    }

    /** The next record, opened. */
    Incoming read() throws Exception {
        Incoming incoming = session.reader().read(receive());
        return incoming instanceof Incoming.Part ? read() : incoming;
    }

    Message hear() throws Exception {
        Incoming incoming = read();
        assertThat(incoming).as("JSON").isInstanceOf(Incoming.Json.class);
        return Messages.decode(((Incoming.Json) incoming).utf8());
    }

    <T extends Message> T hear(Class<T> type) throws Exception {
        Message message = hear();
        assertThat(message).isInstanceOf(type);
        return type.cast(message);
    }

    /** The server's close, answered; then the end of the connection as the protocol wants it. Gives the words. */
    String hearClose(CloseCode code) throws Exception {
        Incoming incoming = read();
        assertThat(incoming).as("a close").isInstanceOf(Incoming.Close.class);
        assertThat(((Incoming.Close) incoming).code()).isEqualTo(code);
        sayClose(CloseCode.DONE);
        assertThat(ended()).isEqualTo(Wire.NORMAL_CLOSE);
        return ((Incoming.Close) incoming).reason();
    }

    /** The code of the server's close, or of the WebSocket's where it gave the connection up without a word. */
    int closedWith() throws Exception {
        Object next = next();
        if (next instanceof Ended end) {
            return end.code();
        }
        Incoming incoming = session.reader().read((byte[]) next);
        assertThat(incoming).as("a close").isInstanceOf(Incoming.Close.class);
        return ((Incoming.Close) incoming).rawCode();
    }

    /** The WebSocket close code with which the server has ended the connection; its reason is always empty. */
    int ended() throws InterruptedException {
        Object next = next();
        assertThat(next).as("the end").isInstanceOf(Ended.class);
        assertThat(((Ended) next).reason()).isEmpty();
        return ((Ended) next).code();
    }

    /** That the server ends the connection as after every failure, and says nothing before. */
    void expectFailure() throws InterruptedException {
        assertThat(ended()).isEqualTo(Wire.FAILURE_CLOSE);
    }

    private Object next() throws InterruptedException {
        Object next = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next)
                .as("something from the server within %s s", PATIENCE_SECONDS)
                .isNotNull();
        return next;
    }

    /** Takes and accepts what is offered for this inventory; gives the offer. */
    Offer agree(Inventory inventory) throws Exception {
        say(inventory);
        Offer offer = hear(Offer.class);
        say(Answer.accept(offer.offer()));
        hear(Agreed.class);
        return offer;
    }

    /** Cuts the connection without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private final class Ear extends Endpoint {

        @Override
        public void onOpen(jakarta.websocket.Session opened, EndpointConfig config) {
            opened.setMaxIdleTimeout(-1);
            opened.addMessageHandler(byte[].class, inbox::add);
        }

        @Override
        public void onClose(jakarta.websocket.Session closed, CloseReason reason) {
            inbox.add(new Ended(
                    reason.getCloseCode().getCode(), reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase()));
        }
    }

    private static final class WithoutOrigin extends ClientEndpointConfig.Configurator {

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        }
    }
}
