package parley.client;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where one blob is put, in order and without gaps. Closing it before {@link #complete} keeps what has been written, as
 * far as it has reached the disk, for the next try. Used by one thread at a time.
 */
public interface BlobSink extends Closeable {

    /**
     * How many bytes of the blob are already there, 0 to its size; the next byte written is the one at this offset.
     * When it is the size already, nothing is written and {@link #complete} comes next. Asked once, before anything
     * else.
     */
    long offset();

    /**
     * Takes the next bytes; the array may be used again after the call.
     *
     * @throws UpdateFailedException with the reason, {@code no_space} above all
     */
    void write(byte[] bytes, int from, int length) throws UpdateFailedException;

    /**
     * Verifies size and digest of the whole blob, what was there before included, and makes it durable.
     *
     * @throws UpdateFailedException with {@code integrity} when the digest differs; then all of it has been thrown away
     *     and the next {@link UpdateHandler#open} begins at 0
     */
    void complete() throws UpdateFailedException;

    /** Lets go of what is open. Called always, once, last. */
    @Override
    void close() throws IOException;
}
