package parley.apply.internal.destination;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.NativeFiles;
import parley.message.Reason;

/**
 * Allows only one update of a destination at a time, also across processes. The lock ends with its process, however
 * that ends; the file stays and names the owner.
 *
 * <p>POSIX gives up a process's lock as soon as the process closes <em>any</em> handle of the file (fcntl(2)). So this
 * process remembers its locks in memory and does not open the file of such a lock again.
 */
public final class DestinationLock implements Closeable {
    private static final Pattern OWNER = Pattern.compile("process ([0-9]{1,18}) on (.*) since (.*)");
    private static final int MOST_WORDS = 1024;
    /** The locks of this process: the identity of the folder, and who has it. */
    private static final Map<Object, String> OURS = new HashMap<>();

    private final Object folder;
    private final FileChannel channel;

    private DestinationLock(Object folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @param files an existing destination with its .parley folder
     * @param root its name, for people
     */
    static DestinationLock take(NativeFiles files, Path root) throws IOException, ApplyFailure {
        synchronized (OURS) {
            Object folder = identity(files);
            if (OURS.containsKey(folder)) {
                throw taken(root, OURS.get(folder));
            }
            Optional<Object> before = lockFile(files);
            FileChannel channel = files.lockable(Layout.LOCK);
            try {
                if (channel.tryLock() == null) {
                    throw taken(root, words(files).orElse("its owner is unknown"));
                }
                if (before.isPresent() && !before.equals(lockFile(files))) {
                    throw new ApplyFailure(Reason.CONFLICT, "Parley has just left " + root + "; try again");
                }
                String owner = "process " + ProcessHandle.current().pid() + " on " + host() + " since "
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS);
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((owner + "\n").getBytes(StandardCharsets.UTF_8)));
                OURS.put(folder, owner);
                return new DestinationLock(folder, channel);
            } catch (IOException | ApplyFailure e) {
                channel.close();
                throw e;
            }
        }
    }

    private static ApplyFailure taken(Path root, String owner) {
        return new ApplyFailure(Reason.CONFLICT, "another update of " + root + " is running: " + owner);
    }

    private static Object identity(FileAccess files) throws IOException {
        return files.look(Layout.FOLDER).flatMap(FileAccess.Found::identity).orElse(files);
    }

    private static Optional<Object> lockFile(FileAccess files) throws IOException {
        return files.look(Layout.LOCK).flatMap(FileAccess.Found::identity);
    }

    /** Who has the lock, for people: empty if nobody does, or if its owner died on this machine. */
    public static Optional<String> owner(FileAccess files) throws IOException {
        synchronized (OURS) {
            String us = OURS.get(identity(files));
            return us == null ? words(files).filter(DestinationLock::mayBeAlive) : Optional.of(us);
        }
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
            String words = new String(in.readNBytes(MOST_WORDS), StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            return Optional.of(words).filter(w -> !w.isEmpty());
        } catch (NoSuchFileException nobodyHasIt) {
            return Optional.empty();
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
        synchronized (OURS) {
            OURS.remove(folder);
            channel.truncate(0);
            channel.close();
        }
    }
}
