package parley.server.sessions;

import java.util.Optional;
import parley.message.JsonBounds;
import parley.message.Message;
import parley.message.MessageException;
import parley.message.Messages;
import parley.protocol.Incoming;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.RecordReader;

/**
 * Opens the records of one connection and reads its messages. Counts the memory that this takes: the parts that are kept
 * until their message is whole, and what a message is read in.
 */
final class Inbound {

    /** Less than this is read without being counted: it is gone before it matters. */
    private static final int SMALL = 16 * 1024;

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

    /** The token that the peer holds, whose connections share a part of the memory. */
    void belongTo(KeyId token) {
        parts.belongTo(token);
    }

    /**
     * Reads a message that is whole.
     *
     * @return empty when there is no memory for it now
     * @throws MessageException when it is none
     */
    Optional<Message> read(byte[] utf8) throws MessageException {
        if (utf8.length <= SMALL) {
            return Optional.of(Messages.decode(utf8));
        }
        int values = JsonBounds.MESSAGE.count(utf8).orElse(0);
        parts.take(JsonBounds.cost(utf8.length, values));
        try {
            return parts.tooMuch() ? Optional.empty() : Optional.of(Messages.decode(utf8));
        } finally {
            parts.giveBackAll();
        }
    }

    /** Nothing is kept any more. From any thread. */
    void end() {
        parts.end();
    }
}
