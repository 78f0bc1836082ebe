package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FailureConversion;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Tree;
import parley.apply.internal.journal.Recovery;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/**
 * Removes Parley from a destination: deletes {@code .parley}, with its state and all back-ups; every other file stays
 * as it is. A later update starts from nothing, without protection against older bundles.
 */
public final class Leaving {
    private Leaving() {}

    /**
     * Leaves a destination. Finishes or undoes first what a crash left half done. If it is interrupted, call it again
     * to remove the rest.
     *
     * @return false if Parley has never been there
     * @throws UpdateFailedException CONFLICT if an update is running, or waits for its confirmation; nothing has been
     *     touched then
     */
    public static boolean from(Path destination) throws UpdateFailedException {
        return from(destination, Clock.systemUTC(), files -> files);
    }

    static boolean from(Path destination, Clock clock, UnaryOperator<FileAccess> through) throws UpdateFailedException {
        return FailureConversion.call(() -> {
            try (Destination folder = new Destination(destination, through, Destination.Following.NONE)) {
                return leave(folder, new BackUpRetention(clock, BackUpLimits.STANDARD));
            }
        });
    }

    private static boolean leave(Destination folder, BackUpRetention retention) throws IOException, ApplyFailure {
        Optional<FileAccess> files = folder.look();
        if (files.isEmpty() || files.get().look(Layout.FOLDER).isEmpty()) {
            return false;
        }
        if (Recovery.recover(files.get(), retention).end() == Recovery.End.UNCONFIRMED) {
            throw new ApplyFailure(
                    Reason.CONFLICT, "the last update here still waits for its confirmation; leave after that");
        }
        deleteAll(files.get());
        return true;
    }

    /** The lock is deleted last; a process that waits for it notices that. */
    private static void deleteAll(FileAccess files) throws IOException {
        Tree tree = new Tree(files);
        for (String name : files.list(Layout.FOLDER)) {
            String path = Layout.child(Layout.FOLDER, name);
            if (!path.equals(Layout.LOCK)) {
                tree.delete(path);
            }
        }
        files.syncFolder(Layout.FOLDER);
        tree.delete(Layout.FOLDER);
        files.syncFolder("");
    }
}
