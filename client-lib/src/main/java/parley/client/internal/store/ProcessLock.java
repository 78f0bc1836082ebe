package parley.client.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A lock on a file that one owner on this machine has; it ends with its process, however that ends.
 *
 * <p>POSIX gives up a process's lock as soon as the process closes <em>any</em> handle of the file (fcntl(2)). So this
 * process remembers its locks in memory and does not open the file of such a lock again.
 */
public final class ProcessLock implements AutoCloseable {

    private static final Set<Path> OURS = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Empty if this or another process has it; creates the file, for its owner only. */
    public static Optional<ProcessLock> tryTake(Path lockFile) throws IOException {
        synchronized (OURS) {
            Path file = lockFile.resolveSibling("").toRealPath().resolve(lockFile.getFileName());
            if (OURS.contains(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), DurableFile.only("rw-------"));
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            OURS.add(file);
            return Optional.of(new ProcessLock(file, channel));
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            OURS.remove(file);
            channel.close();
        }
    }
}
