package parley.server.sessions.connection;

import parley.protocol.Incoming;
import parley.protocol.KeyId;
import parley.protocol.ProtocolException;
import parley.protocol.RecordReader;
import parley.protocol.Wire;

/**
 * Opens the records of one connection. Counts the memory that this takes: the frames that the container keeps until
 * they are whole, and the parts that are kept until their message is worked on.
 */
public final class InboundRecords {

    /** More than M1 has. Behind it may come any record: its frame can arrive before M3 is worked on. */
    static final int MAX_BEFORE_M1 = 2 * Wire.HELLO_MAX;

    /** The container's buffers of a connection whose frames are small. */
    public static final int SMALL_FRAMES = 2 * MeteredUpgrade.PIECE;

    /** Where the parts of a message wait. */
    private final MemoryBudget.Share parts;
    /** Where the container keeps a frame until it is whole, and the room for it afterwards. */
    private final MemoryBudget.Share buffer;

    private final Runnable refuse;
    private final Runnable giveUp;
    private long longest;
    private boolean read;

    /**
     * @param refuse called when a frame is longer than it may be
     * @param giveUp called when memory is short and this connection keeps much of it
     */
    InboundRecords(SessionHost host, Runnable refuse, Runnable giveUp) {
        this.parts = host.messages().share();
        this.buffer = host.frames().share(SMALL_FRAMES);
        this.refuse = refuse;
        this.giveUp = giveUp;
    }

    /** Counts the room for a frame; false when it is too long or the connection is given up. One thread at a time. */
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

    /** The token that the peer holds, whose connections share a part of the memory. */
    void belongTo(KeyId token) {
        parts.belongTo(token);
    }

    /** The message that was whole has been worked on. */
    void done() {
        if (read) {
            parts.giveBackAll();
            read = false;
        }
    }

    /** Nothing is kept any more. From any thread. */
    void end() {
        parts.end();
        buffer.end();
    }
}
