package parley.client.internal.connection;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Opens WebSocket connections with the subprotocol of Parley/1 and no extension. */
public interface Transport {

    /**
     * Connects within the time-out of a handshake, without blocking. The receiver may be called before the link is
     * there. Fails with an {@link java.io.IOException} without a connection; its message says why.
     */
    CompletableFuture<Link> open(URI endpoint, Receiver receiver);

    /** Receives what arrives, on threads of the transport, one call at a time. */
    interface Receiver {

        /** One binary message, at most as large as a record. May block: then no more is read from the host. */
        void received(byte[] message);

        /** The connection has ended; the last call. */
        void closed(String why);
    }

    /** One open connection. */
    interface Link {

        /** Sends one binary message after those before it; does not wait. A failure ends the connection. */
        void send(byte[] message);

        /** Ends the connection with this WebSocket close code and an empty reason. Can be called again. */
        void close(int code);
    }
}
