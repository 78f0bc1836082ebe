package parley.server.sessions.connection;

import parley.protocol.Incoming;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.RecordReader;
import parley.protocol.Wire;

/**
 * Opens the records of one connection. Counts the memory for that: the frames that the container keeps until they are
 * complete, and the parts that are kept until their message is handled.
 */
public final class InboundRecords {

    /** More than the size of M1. After it any record may come: its frame can arrive before M3 is handled. */
    static final int MAX_BEFORE_M1 = 2 * Wire.HELLO_MAX;

    /** The container's buffers of a connection with small frames. */
    public static final int SMALL_FRAMES = 2 * MeteredUpgrade.PIECE;

    /** The memory of the parts of a message. */
    private final MemoryBudget.Share parts;
    /** The container's buffer for a frame until it is complete; the container keeps the buffer afterwards. */
    private final MemoryBudget.Share buffer;

    private final Runnable refuse;
    private final Runnable giveUp;
    private long longest;
    private boolean read;

    /**
     * @param refuse called for a frame that is too long
     * @param giveUp called when memory is short and this connection uses much of it
     */
    InboundRecords(SessionHost host, Runnable refuse, Runnable giveUp) {
        this.parts = host.messages().share();
        this.buffer = host.frames().share(SMALL_FRAMES);
        this.refuse = refuse;
        this.giveUp = giveUp;
    }

    /** Counts the memory for a frame; false if it is too long or the connection is given up. One thread at a time. */
    boolean begins(long frame, boolean beforeM1) {
        if (frame > (beforeM1 ? MAX_BEFORE_M1 : Wire.MAX_RECORD)) {
            refuse.run();
            return false;
        }
        if (frame > longest && frame > SMALL_FRAMES) {
            buffer.take(frame - longest);
            longest = frame;
        }
        boolean room = !buffer.tooMuch();
        if (!room) {
            giveUp.run();
        }
        return room;
    }

    Incoming open(RecordReader reader, byte[] record) throws ProtocolException {
        Incoming incoming = reader.read(record);
        if (incoming instanceof Incoming.Part || incoming instanceof Incoming.Json) {
            parts.take(record.length);
        }
        read = !(incoming instanceof Incoming.Part);
        if (parts.tooMuch()) {
            giveUp.run();
        }
        return incoming;
    }

    /** Sets the peer's token, whose connections share a part of the memory. */
    void belongTo(KeyId token) {
        parts.belongTo(token);
    }

    /** The complete message has been handled. */
    void done() {
        if (read) {
            parts.giveBackAll();
            read = false;
        }
    }

    /** Releases all memory. From any thread. */
    void end() {
        parts.end();
        buffer.end();
    }
}
