package parley.apply;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import parley.message.Reason;

/**
 * Keeps two updates of one destination apart, also those of two processes. The lock belongs to the process and goes with
 * it, however it ends; the file stays and says who has it.
 */
final class DestinationLock implements Closeable {
    private final FileChannel channel;

    private DestinationLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @param root an existing destination with its .parley folder
     */
    static DestinationLock take(Path root) throws IOException, ApplyFailure {
        Path file = root.resolve(Layout.LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            if (lock(channel) == null) {
                throw new ApplyFailure(Reason.CONFLICT, "another update of " + root + " is running: " + owner(file));
            }
            String owner = "process " + ProcessHandle.current().pid() + " on " + host();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)));
            return new DestinationLock(channel);
        } catch (IOException | ApplyFailure e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenByThisProcess) {
            return null;
        }
    }

    private static String owner(Path file) throws IOException {
        String owner = Files.readString(file).strip();
        return owner.isEmpty() ? "its owner does not say who it is" : owner;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    @Override
    public void close() throws IOException {
        channel.truncate(0);
        channel.close();
    }
}
