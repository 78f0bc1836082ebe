package parley.apply.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A file on a real disk that is overwritten from its beginning. */
record OverwritingSink(FileChannel channel) implements FileAccess.Sink {
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        new ChannelSink(channel).write(bytes, from, length);
    }

    /** Cuts off the rest of the old content. */
    @Override
    public void sync() throws IOException {
        channel.truncate(channel.position());
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
