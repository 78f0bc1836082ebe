package parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Seals what this end sends. Taking a number, sealing and handing the record to {@code out} are one critical section,
 * so records reach {@code out} in the order of their numbers from any number of threads; {@code out} must keep that
 * order and must not wait for this writer. After a close, and after {@link Session#destroy()}, nothing more is sealed.
 * If sealing or {@code out} fails the writer is finished, because a number must neither repeat nor be missing.
 */
public final class RecordWriter {
    /** The most bytes of a blob that one record takes. */
    public static final int MAX_DATA = RecordFormat.MAX_BODY - RecordFormat.DATA_HEADER;

    private final Ratchet ratchet;
    private final boolean mayData;
    private volatile boolean closed;

    RecordWriter(Ratchet ratchet, boolean mayData) {
        this.ratchet = ratchet;
        this.mayData = mayData;
    }

    /**
     * Sends a JSON text, in parts where it is long.
     *
     * @return false if this writer was closed before, and nothing was sent
     * @throws IllegalArgumentException if the text is longer than {@link Wire#MAX_JSON}
     */
    public synchronized boolean json(byte[] utf8, Consumer<byte[]> out) {
        if (utf8.length > Wire.MAX_JSON) {
            throw new IllegalArgumentException("A message has at most 4 MiB, not " + utf8.length + " bytes.");
        }
        if (closed) {
            return false;
        }
        int at = 0;
        while (utf8.length - at > RecordFormat.MAX_BODY) {
            send(inner(RecordFormat.PART, RecordFormat.MAX_BODY).put(utf8, at, RecordFormat.MAX_BODY), out);
            at += RecordFormat.MAX_BODY;
        }
        int rest = utf8.length - at;
        send(inner(RecordFormat.JSON, rest).put(utf8, at, rest), out);
        return true;
    }

    /**
     * Sends {@code bytes[from..from + length)} of a blob.
     *
     * @param fetch the fetch's number, an unsigned 32-bit number
     * @param offset where in the blob these bytes are
     * @return false if this writer was closed before, and nothing was sent
     * @throws IllegalArgumentException if there are more than {@link #MAX_DATA} bytes
     * @throws IllegalStateException on a client, which sends no data
     */
    public synchronized boolean data(int fetch, long offset, byte[] bytes, int from, int length, Consumer<byte[]> out) {
        if (!mayData) {
            throw new IllegalStateException("Only a server sends data.");
        }
        if (length > MAX_DATA) {
            throw new IllegalArgumentException("A record takes at most 65519 bytes of data, not " + length + ".");
        }
        if (closed) {
            return false;
        }
        ByteBuffer inner = inner(RecordFormat.DATA, RecordFormat.DATA_HEADER + length);
        send(inner.putInt(fetch).putLong(offset).put(bytes, from, length), out);
        return true;
    }

    /**
     * Sends the close of this end, with its reason.
     *
     * @param retryAfter seconds until the peer may come back; 0: not specified
     * @param reason a text for people; cut to 200 bytes of UTF-8
     * @return false if this writer was closed before, and nothing was sent
     */
    public synchronized boolean close(CloseCode code, int retryAfter, String reason, Consumer<byte[]> out) {
        if (retryAfter < 0) {
            throw new IllegalArgumentException("Nobody can come back " + -retryAfter + " seconds ago.");
        }
        if (closed) {
            return false;
        }
        byte[] words = cut(reason);
        ByteBuffer inner = inner(RecordFormat.CLOSE, RecordFormat.CLOSE_HEADER + words.length);
        send(inner.putShort((short) code.code()).putInt(retryAfter).put(words), out);
        destroy();
        return true;
    }

    /** Whole characters, as many as fit. */
    private static byte[] cut(String reason) {
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= RecordFormat.MAX_REASON) {
            return utf8;
        }
        int end = RecordFormat.MAX_REASON;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }

    /** An inner with its header, its padding already zero, where it will be in the record. */
    private static ByteBuffer inner(byte type, int length) {
        int end = RecordFormat.HEADER + length;
        int padded = type == RecordFormat.DATA ? end : (end + RecordFormat.PAD_TO - 1) & -RecordFormat.PAD_TO;
        return ByteBuffer.allocate(Ratchet.BEFORE + padded + Ratchet.AFTER)
                .position(Ratchet.BEFORE)
                .put(type)
                .putInt(length);
    }

    @SuppressWarnings("ByteBufferBackingArray") // inner() allocated it
    private void send(ByteBuffer inner, Consumer<byte[]> out) {
        boolean sent = false;
        try {
            byte[] record = inner.array();
            ratchet.seal(record);
            out.accept(record);
            sent = true;
        } finally {
            if (!sent) {
                destroy();
            }
        }
    }

    /** Whether nothing more will be sealed: after a close, a failure, or the session's end. */
    public boolean closed() {
        return closed;
    }

    synchronized void destroy() {
        closed = true;
        ratchet.destroy();
    }
}
