package parley.server.sessions;

import parley.protocol.Incoming;
import parley.protocol.ProtocolException;
import parley.protocol.RecordReader;

/** Opens the records of one connection, and counts the parts that are kept until their message is whole. */
final class Inbound {

    private final Memory.Share parts;
    private final Runnable giveUp;

    /** @param giveUp called when memory is short and this connection keeps much of it */
    Inbound(Memory.Share parts, Runnable giveUp) {
        this.parts = parts;
        this.giveUp = giveUp;
    }

    Incoming open(RecordReader reader, byte[] record) throws ProtocolException {
        Incoming incoming = reader.read(record);
        if (incoming instanceof Incoming.Part) {
            parts.take(record.length);
        } else {
            parts.giveBackAll();
        }
        if (parts.tooMuch()) {
            giveUp.run();
        }
        return incoming;
    }

    /** Nothing is kept any more. From any thread. */
    void end() {
        parts.end();
    }
}
