package parley.bench.wire;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;

/** A WebSocket of Tyrus, set as the client library sets its own, that sends and receives binary messages. */
final class BinarySocket implements AutoCloseable {

    private static final int INCOMING_BUFFER = 1024 * 1024;
    private static final int MAX_MESSAGE = 128 * 1024;
    private static final long LIMIT_SECONDS = 60;

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Session session;

    private BinarySocket(Session session) {
        this.session = session;
        session.setMaxBinaryMessageBufferSize(MAX_MESSAGE);
        session.addMessageHandler(byte[].class, received::add);
    }

    /** @param subprotocols at most one */
    static BinarySocket open(URI url, List<String> subprotocols) throws IOException {
        ClientManager manager = ClientManager.createClient();
        manager.getProperties().put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BUFFER);
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(subprotocols)
                .configurator(new WithoutOrigin())
                .build();
        try {
            Opening opening = new Opening();
            manager.connectToServer(opening, config, url);
            return opening.socket.take();
        } catch (DeploymentException e) {
            throw new IOException("nothing answers at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A server of Parley refuses browsers, which name an origin. */
    private static final class WithoutOrigin extends ClientEndpointConfig.Configurator {
        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        }
    }

    private static final class Opening extends Endpoint {
        final BlockingQueue<BinarySocket> socket = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            socket.add(new BinarySocket(session));
        }
    }

    void send(byte[] message) {
        session.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), sent -> {
            if (!sent.isOK()) {
                failure.set(sent.getException());
            }
        });
    }

    void send(String text) throws IOException {
        session.getBasicRemote().sendText(text);
    }

    byte[] receive() throws IOException, InterruptedException {
        byte[] message = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new IOException("the server is silent", failure.get());
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
