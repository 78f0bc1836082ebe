package parley.server.sessions;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import parley.protocol.Wire;
import parley.server.sessions.connection.ClientSession;
import parley.server.sessions.connection.MeteredUpgrade;
import parley.server.sessions.connection.Socket;

/** One WebSocket connection: passes the calls of the container on to its {@link ClientSession}. */
@Dependent
@ServerEndpoint(value = Wire.PATH, subprotocols = Wire.SUBPROTOCOL, configurator = Upgrade.class)
public class SessionEndpoint {

    private static final Logger LOG = Logger.getLogger(SessionEndpoint.class.getName());

    @Inject
    Sessions sessions;

    private @Nullable ClientSession session;

    @OnOpen
    public void open(Session socket, EndpointConfig config) {
        socket.setMaxIdleTimeout(-1);
        String address = String.valueOf(socket.getUserProperties().get(UpgradeGuard.REMOTE_ADDRESS));
        ClientSession opened = sessions.open(new Socket(socket), address);
        session = opened;
        MeteredUpgrade.opening().listen(opened::begins);
    }

    /** Whole messages only: a fragment is refused before it is assembled. */
    @OnMessage
    public void binary(byte[] message, boolean last) {
        if (last) {
            opened().received(message);
        } else {
            opened().refuse();
        }
    }

    @OnMessage
    public void text(String part, boolean last) {
        opened().refuse();
    }

    @OnClose
    public void close(CloseReason reason) {
        if (session != null) {
            session.closed();
        }
    }

    /** The container passes nothing on before it has called {@link #open}. */
    private ClientSession opened() {
        ClientSession opened = session;
        if (opened == null) {
            throw new IllegalStateException("A message came before the connection was opened.");
        }
        return opened;
    }

    @OnError
    public void error(Throwable error) {
        LOG.log(Level.FINE, "A connection failed.", error);
    }
}
