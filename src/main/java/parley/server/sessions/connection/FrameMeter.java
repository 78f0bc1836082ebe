package parley.server.sessions.connection;

import java.nio.ByteBuffer;

/**
 * Follows the WebSocket frames (RFC 6455, section 5.2) of one connection as their bytes come in, before the container
 * keeps any of them: reports the length of a frame as soon as its header has it. Reads nothing else and changes
 * nothing. Not thread-safe: one thread at a time reads a connection.
 */
final class FrameMeter {

    /** Is told of each frame. */
    public interface Listener {
        /** @return whether it is accepted; otherwise nothing more of this connection is passed on */
        boolean begins(long length);
    }

    private static final int LENGTH_BITS = 0x7F;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_HEADER = 14;

    private final Listener listener;
    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    private long left;

    FrameMeter(Listener listener) {
        this.listener = listener;
    }

    /** Follows the next bytes; false if the listener refuses a frame that begins in them. */
    boolean take(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (left > 0) {
                int step = (int) Math.min(left, end - at);
                left -= step;
                at += step;
            } else {
                header.put(bytes[at++]);
                if (header.position() == headerLength()) {
                    left = payloadLength();
                    header.clear();
                    if (!listener.begins(left)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private int headerLength() {
        if (header.position() < 2) {
            return LONGEST_HEADER;
        }
        int mask = (header.get(1) & MASKED) == 0 ? 0 : 4;
        return switch (header.get(1) & LENGTH_BITS) {
            case TWO_BYTES -> 4 + mask;
            case EIGHT_BYTES -> 10 + mask;
            default -> 2 + mask;
        };
    }

    /** A negative length, which is not allowed, counts as the greatest. */
    private long payloadLength() {
        int length = header.get(1) & LENGTH_BITS;
        if (length == TWO_BYTES) {
            return Short.toUnsignedLong(header.getShort(2));
        }
        if (length == EIGHT_BYTES) {
            return header.getLong(2) < 0 ? Long.MAX_VALUE : header.getLong(2);
        }
        return length;
    }
}
