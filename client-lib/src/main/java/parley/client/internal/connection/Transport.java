package parley.client.internal.connection;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Opens WebSocket connections with the subprotocol of Parley/1 and no extension. */
public interface Transport {

    /**
     * Connects within the time-out of a handshake, and does not wait for that. The receiver may hear before the link is
     * there. Fails with an {@link java.io.IOException} when there is no such connection; its message says why, in
     * words.
     */
    CompletableFuture<Link> open(URI endpoint, Receiver receiver);

    /** Hears what arrives, from threads of the transport, one call at a time. */
    interface Receiver {

        /** One binary message, at most as large as a record. May block: then the host is read no further. */
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
