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

    private ClientSession session;

    @OnOpen
    public void open(Session socket, EndpointConfig config) {
        socket.setMaxIdleTimeout(-1);
        String address = String.valueOf(socket.getUserProperties().get(UpgradeGuard.REMOTE_ADDRESS));
        session = sessions.open(new Socket(socket), address);
        MeteredUpgrade.opening().listen(session::begins);
    }

    /** Whole messages only: a fragment is refused before it is assembled. */
    @OnMessage
    public void binary(byte[] message, boolean last) {
        if (last) {
            session.received(message);
        } else {
            session.refuse();
        }
    }

    @OnMessage
    public void text(String part, boolean last) {
        session.refuse();
    }

    @OnClose
    public void close(CloseReason reason) {
        if (session != null) {
            session.closed();
        }
    }

    @OnError
    public void error(Throwable error) {
        LOG.log(Level.FINE, "A connection failed.", error);
    }
}
