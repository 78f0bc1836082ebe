package parley.bench.wire;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.Agent;
import parley.message.Hello;
import parley.message.Message;
import parley.message.Messages;
import parley.message.Ping;
import parley.message.Pong;
import parley.message.Welcome;
import parley.message.json.MessageException;
import parley.message.platform.Platform;
import parley.protocol.ClientHandshake;
import parley.protocol.Incoming;
import parley.protocol.JoinToken;
import parley.protocol.ProtocolException;
import parley.protocol.Session;
import parley.protocol.StaticKey;
import parley.protocol.Wire;

/** A client that is let in and then says nothing but {@code ping}; each is a record of 64 bytes, client. */
final class SealedSocket implements AutoCloseable {

    private final BinarySocket socket;
    private final Session session;

    private SealedSocket(BinarySocket socket, Session session) {
        this.socket = socket;
        this.session = session;
    }

    static SealedSocket open(JoinToken token) throws IOException, InterruptedException {
        BinarySocket socket = BinarySocket.open(URI.create(token.urls().get(0) + Wire.PATH), List.of(Wire.SUBPROTOCOL));
        try {
            SecureRandom random = new SecureRandom();
            ClientHandshake handshake = new ClientHandshake(token, StaticKey.generate(random), random);
            socket.send(handshake.consumeM0CreateM1(socket.receive()));
            socket.send(handshake.consumeM2CreateM3(socket.receive()));
            SealedSocket client = new SealedSocket(socket, handshake.session());
            Hello hello = new Hello(
                    "bench", Map.of(), new Agent("parley-bench", ""), Platform.current(), List.of(), Optional.empty());
            client.send(hello);
            if (!(client.receive() instanceof Welcome)) {
                throw new IOException("the server does not let the client in");
            }
            return client;
        } catch (ProtocolException e) {
            throw new IOException("the handshake failed", e);
        }
    }

    void ping() throws IOException, InterruptedException {
        send(new Ping());
        if (!(receive() instanceof Pong)) {
            throw new IOException("a ping was not answered");
        }
    }

    private void send(Message message) {
        session.writer().json(Messages.encode(message), socket::send);
    }

    private Message receive() throws IOException, InterruptedException {
        try {
            if (session.reader().read(socket.receive()) instanceof Incoming.Json json) {
                return Messages.decode(json.utf8());
            }
        } catch (ProtocolException | MessageException e) {
            throw new IOException("a record of the server cannot be read", e);
        }
        throw new IOException("the server ended the session");
    }

    @Override
    public void close() throws IOException {
        session.destroy();
        socket.close();
    }
}
