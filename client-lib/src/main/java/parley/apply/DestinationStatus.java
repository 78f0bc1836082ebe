package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.destination.DestinationLock;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FailureConversion;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.FollowedLinks;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.journal.Journal;
import parley.apply.internal.journal.JournalText;
import parley.apply.internal.journal.Phase;
import parley.apply.internal.review.SeenFiles;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.client.UpdateFailedException;
import parley.message.ClientState;
import parley.message.Reason;

/**
 * What a destination has from Parley, according to its {@code .parley}.
 *
 * @param installed the bundle that is there; empty if no update has succeeded yet
 * @param files how many files Parley answers for
 * @param modified those of them that were changed or removed since
 * @param last how the last update that was offered ended; empty if none has ended
 * @param open the update that is being applied, was interrupted, or waits for its confirmation
 * @param user who has locked the folder, for people; empty if nobody has, as far as is known
 * @param backUps the back-ups, newest first
 */
public record DestinationStatus(
        Optional<Installed> installed,
        int files,
        List<String> modified,
        Optional<Ended> last,
        Optional<Open> open,
        Optional<String> user,
        List<BackUp> backUps) {

    /** The installed bundle, and since when. */
    public record Installed(Origin origin, Instant since) {}

    /**
     * The end of an update.
     *
     * @param state {@link ClientState#SUCCEEDED} or {@link ClientState#ROLLED_BACK}
     * @param reason why it did not succeed
     * @param detail a sentence for people, may be empty
     */
    public record Ended(Origin origin, ClientState state, Optional<Reason> reason, String detail, Instant at) {}

    /**
     * An update that has begun and not ended.
     *
     * @param confirmUntil if it waits for its confirmation: when it is undone without one
     */
    public record Open(Origin origin, Optional<Instant> confirmUntil) {}

    public DestinationStatus {
        modified = List.copyOf(modified);
        backUps = List.copyOf(backUps);
    }

    /**
     * Reads a destination. Changes nothing and does not wait; the result may show a running update half-way.
     *
     * @return empty if Parley has never been there, or has {@linkplain Leaving left}
     * @throws UpdateFailedException if it cannot be read, or what Parley remembers is damaged
     */
    public static Optional<DestinationStatus> of(Path destination) throws UpdateFailedException {
        return FailureConversion.call(() -> {
            try (Destination folder = new Destination(destination, files -> files, Destination.Following.AS_BEFORE)) {
                Optional<FileAccess> files = folder.peek();
                return files.isPresent() && files.get().look(Layout.FOLDER).isPresent()
                        ? Optional.of(of(files.get(), DestinationLock.owner(files.get())))
                        : Optional.empty();
            }
        });
    }

    private static DestinationStatus of(FileAccess files, Optional<String> user) throws IOException, ApplyFailure {
        State state = new StateFile(files).load();
        Optional<JournalText.Story> story = Journal.read(files);
        boolean confirming = story.filter(s -> s.phase() == Phase.CONFIRMING).isPresent();
        State standing = confirming ? new StateFile(files).loadPrepared() : state;
        files.links().remember(standing.ownLinks(), standing.followed());
        if (files.links() != FollowedLinks.NONE) {
            files.links().followAgain(standing.followed());
        }
        var present = SeenFiles.of(files, standing.managed());
        return new DestinationStatus(
                state.installed().map(now -> new Installed(now.origin(), now.since())),
                standing.managed().size(),
                SeenFiles.modified(standing.managed(), present),
                state.last().map(DestinationStatus::ended),
                story.map(s -> new Open(s.plan().target().origin(), s.confirmUntil())),
                user,
                KeptBackups.list(files));
    }

    private static Ended ended(State.LastUpdate last) {
        ClientState state = last.reason().isEmpty() ? ClientState.SUCCEEDED : ClientState.ROLLED_BACK;
        return new Ended(last.target().origin(), state, last.reason(), last.detail(), last.at());
    }
}
