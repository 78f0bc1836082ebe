package parley.server.sessions.dialogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import parley.protocol.RecordWriter;

/** The running downloads of one session: they take turns, one record at a time, and only on request. Thread-safe. */
public final class FileTransfers {

    /** Fetches at once in one session. */
    public static final int AT_ONCE = 4;

    private static final Logger LOG = Logger.getLogger(FileTransfers.class.getName());

    private static final class Download {
        private final long fetch;
        private final SeekableByteChannel file;
        private final long end;
        private long offset;

        Download(long fetch, SeekableByteChannel file, long offset, long end) {
            this.fetch = fetch;
            this.file = file;
            this.offset = offset;
            this.end = end;
        }
    }

    private final Queue<Download> turns = new ArrayDeque<>();
    private final LongConsumer broken;

    /** @param broken gets the number of a fetch whose file could not be read to its end */
    FileTransfers(LongConsumer broken) {
        this.broken = broken;
    }

    synchronized boolean full() {
        return turns.size() >= AT_ONCE;
    }

    synchronized boolean any() {
        return !turns.isEmpty();
    }

    /** Begins to send a file, which is positioned at {@code offset}, and owns it from now on. */
    synchronized void begin(long fetch, SeekableByteChannel file, long offset, long end) {
        turns.add(new Download(fetch, file, offset, end));
    }

    /** Seals the next record into {@code out}, if there is one to send. */
    boolean next(RecordWriter writer, Consumer<byte[]> out) {
        Download download;
        synchronized (this) {
            download = turns.poll();
            if (download == null) {
                return false;
            }
            try {
                byte[] bytes = read(download);
                boolean sent = writer.data((int) download.fetch, download.offset, bytes, 0, bytes.length, out);
                download.offset += bytes.length;
                if (sent && download.offset < download.end) {
                    turns.add(download);
                } else {
                    close(download);
                }
                return sent;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "A blob could not be read to its end.", e);
                close(download);
            }
        }
        broken.accept(download.fetch);
        return true;
    }

    synchronized void clear() {
        turns.forEach(FileTransfers::close);
        turns.clear();
    }

    private static byte[] read(Download download) throws IOException {
        int length = (int) Math.min(RecordWriter.MAX_DATA, download.end - download.offset);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (download.file.read(buffer) < 0) {
                throw new IOException("the blob is shorter than it should be");
            }
        }
        return buffer.array();
    }

    private static void close(Download download) {
        try {
            download.file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A blob could not be closed.", e);
        }
    }
}
