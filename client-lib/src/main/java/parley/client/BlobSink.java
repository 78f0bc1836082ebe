package parley.client;

import java.io.Closeable;
import java.io.IOException;

/**
 * Takes the bytes of one blob, in order and without gaps. If it is closed before {@link #complete}, the bytes that
 * have reached the disk are kept for the next try. Used by one thread at a time.
 */
public interface BlobSink extends Closeable {

    /**
     * How many bytes of the blob are already there, 0 to its size; the next byte written is the one at this offset. If
     * it is the size of the blob, nothing is written and {@link #complete} comes next. Called once, before anything
     * else.
     */
    long offset();

    /**
     * Takes the next bytes; the array may be used again after the call.
     *
     * @throws UpdateFailedException with the reason, usually {@code no_space}
     */
    void write(byte[] bytes, int from, int length) throws UpdateFailedException;

    /**
     * Verifies size and digest of the whole blob, including the bytes that were there before, and makes it durable.
     *
     * @throws UpdateFailedException with {@code integrity} when the digest differs; then all bytes have been deleted
     *     and the next {@link UpdateHandler#open} begins at 0
     */
    void complete() throws UpdateFailedException;

    /** Closes what is open. Always called, once, last. */
    @Override
    void close() throws IOException;
}
