package parley.apply.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A file on a real disk that is being written anew from its beginning, without a name of its own for the new content.
 */
record OverwritingSink(FileChannel channel) implements FileAccess.Sink {
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        new ChannelSink(channel).write(bytes, from, length);
    }

    /** Cuts off what the old content had more. */
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
