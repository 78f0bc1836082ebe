package parley.apply;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.message.Reason;

/**
 * Keeps two updates of one destination apart, also those of two processes. The lock belongs to the process and goes with
 * it, however it ends; the file stays and says who has it.
 */
final class DestinationLock implements Closeable {
    private static final Pattern OWNER = Pattern.compile("process ([0-9]{1,18}) on (.*) since (.*)");

    private static final int MOST_WORDS = 1024;

    private final FileChannel channel;

    private DestinationLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @param files an existing destination with its .parley folder
     * @param root its name, for people
     */
    static DestinationLock take(NativeFiles files, Path root) throws IOException, ApplyFailure {
        FileChannel channel = files.lockable(Layout.LOCK);
        try {
            if (lock(channel) == null) {
                throw new ApplyFailure(
                        Reason.CONFLICT,
                        "another update of " + root + " is running: "
                                + words(files).orElse("its owner does not say who it is"));
            }
            String owner = me();
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)));
            if (!words(files).equals(Optional.of(owner))) {
                throw new ApplyFailure(Reason.CONFLICT, "Parley has just left " + root + "; try again");
            }
            return new DestinationLock(channel);
        } catch (IOException | ApplyFailure e) {
            channel.close();
            throw e;
        }
    }

    /** Who has the lock, for people: empty if nobody does, or if its owner died on this machine. */
    static Optional<String> owner(FileAccess files) throws IOException {
        return words(files).filter(DestinationLock::mayBeAlive);
    }

    private static String me() {
        return "process " + ProcessHandle.current().pid() + " on " + host() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean mayBeAlive(String owner) {
        Matcher matcher = OWNER.matcher(owner);
        return !matcher.matches()
                || !matcher.group(2).equals(host())
                || ProcessHandle.of(Long.parseLong(matcher.group(1)))
                        .filter(ProcessHandle::isAlive)
                        .isPresent();
    }

    private static Optional<String> words(FileAccess files) throws IOException {
        try (InputStream in = files.read(Layout.LOCK)) {
            String words = new String(in.readNBytes(MOST_WORDS), StandardCharsets.UTF_8).strip();
            return Optional.of(words).filter(w -> !w.isEmpty());
        } catch (NoSuchFileException nobodyHasIt) {
            return Optional.empty();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenByThisProcess) {
            return null;
        }
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
