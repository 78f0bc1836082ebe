package parley.client.internal.connection;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.jspecify.annotations.Nullable;
import parley.protocol.Wire;

/**
 * Connections by Tyrus. With {@code wss} TLS is an outer layer only; certificates and host names are checked only on
 * request, because the server's key in the token authenticates it. Redirects are not followed.
 */
public final class TyrusTransport implements Transport {

    /** Each read is appended to the rest of the last record; more than this ends the connection. */
    private static final int INCOMING_BUFFER = 1024 * 1024;

    private static final int IDLE_SECONDS = 1;
    /** With 0 Tyrus 2.2.2 still schedules a task for every message, also when its executor is gone. */
    private static final long NEVER = -1;

    private enum Tls {
        NONE,
        UNCHECKED,
        CHECKED
    }

    /** Shared by all connections: each manager brings threads of its own. */
    private static final Map<Tls, ClientManager> MANAGERS = new ConcurrentHashMap<>();

    private final boolean checkCertificates;
    private final Executor connects;

    /** A connect holds a thread of that executor; the asynchronous method of Tyrus holds one of an unbounded pool. */
    public TyrusTransport(boolean checkCertificates, Executor connects) {
        this.checkCertificates = checkCertificates;
        this.connects = connects;
    }

    @Override
    public CompletableFuture<Link> open(URI endpoint, Receiver receiver) {
        CompletableFuture<Link> opened = new CompletableFuture<>();
        connects.execute(() -> {
            try {
                opened.complete(connect(endpoint, receiver));
            } catch (IOException | RuntimeException | LinkageError e) {
                opened.completeExceptionally(e);
            }
        });
        return opened;
    }

    private Link connect(URI endpoint, Receiver receiver) throws IOException {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                .preferredSubprotocols(List.of(Wire.SUBPROTOCOL))
                .configurator(new WithoutOrigin())
                .build();
        WebSocket webSocket = new WebSocket(receiver);
        try {
            ClientManager manager = MANAGERS.computeIfAbsent(tls(endpoint), TyrusTransport::manager);
            Session session = manager.connectToServer(webSocket, config, endpoint);
            return webSocket.checked(session);
        } catch (DeploymentException | IllegalStateException e) {
            throw new IOException(words(e), e);
        }
    }

    private Tls tls(URI endpoint) {
        if (endpoint.getScheme().equals("wss")) {
            return checkCertificates ? Tls.CHECKED : Tls.UNCHECKED;
        }
        return Tls.NONE;
    }

    private static ClientManager manager(Tls tls) {
        ClientManager manager = ClientManager.createClient();
        manager.setDefaultMaxSessionIdleTimeout(NEVER);
        Map<String, Object> properties = manager.getProperties();
        properties.put(ClientProperties.SHARED_CONTAINER, true);
        properties.put(ClientProperties.SHARED_CONTAINER_IDLE_TIMEOUT, IDLE_SECONDS);
        properties.put(ClientProperties.HANDSHAKE_TIMEOUT, (int) Wire.HANDSHAKE_TIMEOUT.toMillis());
        properties.put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BUFFER);
        properties.put(ClientProperties.REDIRECT_ENABLED, false);
        if (tls != Tls.NONE) {
            properties.put(ClientProperties.SSL_ENGINE_CONFIGURATOR, configurator(tls == Tls.CHECKED));
        }
        return manager;
    }

    private static String words(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static SslEngineConfigurator configurator(boolean checkCertificates) {
        try {
            if (checkCertificates) {
                return new SslEngineConfigurator(SSLContext.getDefault());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Unchecked()}, null);
            return new SslEngineConfigurator(context).setHostVerificationEnabled(false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java offers no TLS", e);
        }
    }

    /** Tyrus names an origin, as a browser does; a server of Parley/1 refuses browsers. */
    private static final class WithoutOrigin extends ClientEndpointConfig.Configurator {

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        }
    }

    private static final class WebSocket extends Endpoint implements Link {

        private final Receiver receiver;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable Session session;

        WebSocket(Receiver receiver) {
            this.receiver = receiver;
        }

        Link checked(Session connected) throws IOException {
            session = connected;
            if (!Wire.SUBPROTOCOL.equals(connected.getNegotiatedSubprotocol())) {
                close(Wire.NORMAL_CLOSE);
                throw new IOException("what answers there does not speak " + Wire.SUBPROTOCOL);
            }
            if (!connected.getNegotiatedExtensions().isEmpty()) {
                close(Wire.NORMAL_CLOSE);
                throw new IOException("what answers there insists on a WebSocket extension");
            }
            return this;
        }

        @Override
        public void onOpen(Session opened, EndpointConfig config) {
            session = opened;
            opened.setMaxBinaryMessageBufferSize(Wire.MAX_RECORD);
            opened.addMessageHandler(byte[].class, receiver::received);
            opened.addMessageHandler(String.class, text -> {
                end("the server sent a text message");
                close(Wire.FAILURE_CLOSE);
            });
        }

        @Override
        public void onClose(Session closed, CloseReason reason) {
            end("the connection ended with WebSocket code "
                    + reason.getCloseCode().getCode());
        }

        @Override
        public void onError(Session failed, Throwable thrown) {
            end("the connection broke: " + thrown.getMessage());
            close(Wire.FAILURE_CLOSE);
        }

        @Override
        public void send(byte[] message) {
            try {
                session().getAsyncRemote().sendBinary(ByteBuffer.wrap(message), result -> {
                    if (!result.isOK()) {
                        end("sending failed: " + result.getException().getMessage());
                    }
                });
            } catch (RuntimeException closedMeanwhile) {
                // IllegalStateException when the session has ended; Tyrus throws a plain one when only the WebSocket
                // has
                end("the connection is closed");
            }
        }

        @Override
        public void close(int code) {
            try {
                session().close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
            } catch (IOException | IllegalStateException alreadyClosed) {
                end("the connection is closed");
            }
        }

        /** There once the container has opened the connection. */
        private Session session() {
            Session opened = session;
            if (opened == null) {
                throw new IllegalStateException("the connection has not been opened");
            }
            return opened;
        }

        private void end(String why) {
            if (ended.compareAndSet(false, true)) {
                receiver.closed(why);
            }
        }
    }

    private static final class Unchecked extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
