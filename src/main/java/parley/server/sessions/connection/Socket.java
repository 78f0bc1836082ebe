package parley.server.sessions.connection;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A WebSocket as it is used here: sends binary messages, one at a time, and closes. */
public class Socket {

    private static final Logger LOG = Logger.getLogger(Socket.class.getName());

    private final Session socket;

    public Socket(Session socket) {
        this.socket = socket;
    }

    /** {@code done} is called once, on any thread, possibly before this returns. */
    public void send(byte[] message, SendHandler done) {
        AtomicBoolean told = new AtomicBoolean();
        SendHandler once = result -> {
            if (!told.getAndSet(true)) {
                done.onResult(result);
            }
        };
        try {
            ServiceFilesOnce.HERE.use(() -> socket.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), once));
        } catch (RuntimeException gone) {
            // IllegalStateException when the session has ended; Tyrus throws a plain one when only the WebSocket has
            once.onResult(new SendResult(gone));
        }
    }

    /** Closes the connection; does nothing if it has ended. */
    public void close(int code) {
        try {
            if (socket.isOpen()) {
                socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
            }
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.FINE, "A connection was gone before it was closed.", e);
        }
    }
}
