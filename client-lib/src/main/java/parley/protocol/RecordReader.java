package parley.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Opens what this end receives: each record once, in the order in which it was sealed, or not at all. After the first
 * failure, and after {@link Session#destroy()}, it refuses everything; the connection then ends with
 * {@link Wire#FAILURE_CLOSE} and no close. It holds at most {@link Wire#MAX_JSON} of parts. For one thread at a time.
 */
public final class RecordReader {
    private final Ratchet ratchet;
    private final boolean acceptsData;
    private ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    private boolean closeReceived;

    RecordReader(Ratchet ratchet, boolean acceptsData) {
        this.ratchet = ratchet;
        this.acceptsData = acceptsData;
    }

    /** @throws ProtocolException if this is not the next record of the peer in this session, whole and well-formed */
    public synchronized Incoming read(byte[] record) throws ProtocolException {
        return Step.orEnd(() -> open(record), this::destroy);
    }

    private Incoming open(byte[] record) throws ProtocolException {
        if (closeReceived) {
            throw new ProtocolException(Failure.AFTER_CLOSE);
        }
        if (ratchet.isDestroyed()) {
            throw new ProtocolException(Failure.ORDER);
        }
        if (record.length < Wire.MIN_RECORD || record.length > Wire.MAX_RECORD) {
            throw new ProtocolException(Failure.SIZE);
        }
        if (record[0] != Ratchet.RECORD) {
            throw new ProtocolException(Failure.TYPE);
        }
        byte[] opened = ratchet.open(record);
        ByteBuffer inner = ByteBuffer.wrap(opened);
        byte type = inner.get();
        long length = Integer.toUnsignedLong(inner.getInt());
        if (length > inner.remaining()) {
            throw new ProtocolException(Failure.LENGTH);
        }
        ByteBuffer body = inner.slice(inner.position(), (int) length);
        checkPadding(inner.position(inner.position() + (int) length));
        return switch (type) {
            case RecordFormat.JSON -> json(body);
            case RecordFormat.PART -> part(body);
            case RecordFormat.DATA -> data(body, opened);
            case RecordFormat.CLOSE -> close(body);
            default -> throw new ProtocolException(Failure.TYPE);
        };
    }

    private static void checkPadding(ByteBuffer padding) throws ProtocolException {
        int found = 0;
        while (padding.hasRemaining()) {
            found |= padding.get();
        }
        if (found != 0) {
            throw new ProtocolException(Failure.PADDING);
        }
    }

    private Incoming json(ByteBuffer body) throws ProtocolException {
        join(body);
        byte[] whole = parts.toByteArray();
        // a reset stream would keep its largest buffer for the life of the session
        parts = new ByteArrayOutputStream(0);
        return new Incoming.Json(whole);
    }

    private Incoming part(ByteBuffer body) throws ProtocolException {
        if (body.remaining() != RecordFormat.MAX_BODY) {
            throw new ProtocolException(Failure.PART);
        }
        join(body);
        return new Incoming.Part();
    }

    private void join(ByteBuffer body) throws ProtocolException {
        if (parts.size() + body.remaining() > Wire.MAX_JSON) {
            throw new ProtocolException(Failure.LIMIT);
        }
        parts.writeBytes(rest(body));
    }

    /** The bytes are handed on where they are, without a copy. */
    private Incoming data(ByteBuffer body, byte[] opened) throws ProtocolException {
        if (!acceptsData) {
            throw new ProtocolException(Failure.DIRECTION);
        }
        if (parts.size() > 0) {
            throw new ProtocolException(Failure.PART);
        }
        if (body.remaining() < RecordFormat.DATA_HEADER) {
            throw new ProtocolException(Failure.BODY);
        }
        long fetch = Integer.toUnsignedLong(body.getInt());
        long offset = body.getLong();
        return new Incoming.Data(
                fetch, offset, opened, RecordFormat.HEADER + RecordFormat.DATA_HEADER, body.remaining());
    }

    private Incoming close(ByteBuffer body) throws ProtocolException {
        int size = body.remaining();
        if (size < RecordFormat.CLOSE_HEADER || size > RecordFormat.CLOSE_HEADER + RecordFormat.MAX_REASON) {
            throw new ProtocolException(Failure.BODY);
        }
        int code = Short.toUnsignedInt(body.getShort());
        long retryAfter = Integer.toUnsignedLong(body.getInt());
        String reason = utf8(body);
        closeReceived = true;
        destroy();
        return new Incoming.Close(CloseCode.of(code), code, retryAfter, reason);
    }

    private static String utf8(ByteBuffer bytes) throws ProtocolException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException(Failure.BODY, e);
        }
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    synchronized void destroy() {
        ratchet.destroy();
        parts = new ByteArrayOutputStream(0);
    }
}
