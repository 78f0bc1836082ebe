package parley.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a session: the number of the next record, and the key and iv of its generation. No number is used
 * twice, and an old generation cannot be computed from a later one. Not thread-safe.
 */
final class Ratchet {
    /** The first byte of every record, authenticated with it. */
    static final byte RECORD = 0x10;

    /** The bytes of a record before and after what is sealed in it. */
    static final int BEFORE = 1;

    static final int AFTER = Aead.TAG;

    private static final byte[] AAD = {RECORD};

    private final int shift;
    private byte[] x;
    private long generation;
    private long seq;
    private byte[] iv = Hash.NONE;
    private @Nullable Aead aead;
    private boolean destroyed;

    /** @param x_0 c_0 or s_0; owned and wiped by the ratchet */
    Ratchet(byte[] x_0, int shift) {
        this.x = x_0;
        this.shift = shift;
    }

    /** Seals a record where it is: {@link #BEFORE} bytes, what is to be sealed, {@link #AFTER} bytes. */
    void seal(byte[] record) {
        Aead current = aead;
        if (current == null) {
            current = Aead.sealing(begin());
        }
        if (seq >>> shift != generation) {
            current = Aead.sealing(next());
        }
        aead = current;
        record[0] = RECORD;
        current.seal(nonce(), AAD, record, BEFORE, record.length - BEFORE - AFTER, record, BEFORE);
    }

    /** What is inside a record; its size and first byte have been checked. */
    byte[] open(byte[] record) throws ProtocolException {
        Aead current = aead;
        if (current == null) {
            current = Aead.opening(begin());
        }
        if (seq >>> shift != generation) {
            current = Aead.opening(next());
        }
        aead = current;
        return current.open(nonce(), AAD, record, BEFORE, record.length - BEFORE);
    }

    private byte[] begin() {
        if (destroyed) {
            throw new IllegalStateException("The keys of this session have been destroyed.");
        }
        iv = KeySchedule.iv(x);
        return KeySchedule.key(x);
    }

    private byte[] next() {
        byte[] updated = KeySchedule.update(x);
        Hash.wipe(x);
        x = updated;
        generation++;
        return begin();
    }

    /** iv XOR (0^4 || seq u64); counts. */
    private byte[] nonce() {
        byte[] nonce = iv.clone();
        ByteBuffer buffer = ByteBuffer.wrap(nonce);
        buffer.putLong(4, buffer.getLong(4) ^ seq);
        seq++;
        return nonce;
    }

    void destroy() {
        destroyed = true;
        aead = null;
        Hash.wipe(x, iv);
    }

    boolean isDestroyed() {
        return destroyed;
    }
}
