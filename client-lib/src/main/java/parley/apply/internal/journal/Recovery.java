package parley.apply.internal.journal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.destination.Leftovers;
import parley.apply.internal.destination.MountedFiles;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.message.Reason;

/**
 * What happened to an interrupted update.
 *
 * @param end how it was ended
 * @param target what it was for; empty with NOTHING
 * @param left with UNCONFIRMED: the time left for its confirmation
 * @param run whether the run command had been started before an update that is undone now
 */
public record Recovery(End end, Optional<UpdateTarget> target, boolean run, Optional<Duration> left) {

    public enum End {
        /** There was none, or it had no complete plan. */
        NOTHING,
        /** It had not touched the destination; its downloads are kept. */
        DROPPED,
        ROLLED_BACK,
        /** It waits for its confirmation, and has time left. */
        UNCONFIRMED,
        FINISHED
    }

    /**
     * Finishes or undoes what an earlier run left; on return the destination is in its old or its new state, durably,
     * and .parley has only the state, kept back-ups and, after DROPPED, downloads. An update that still waits for its
     * confirmation stays as it is, with its journal and its back-up. May itself be interrupted at any point.
     *
     * @throws ApplyFailure if the journal is damaged, or the update followed links or overwrote mounted files and
     *     {@code files} does not; nothing has been touched then
     */
    public static Recovery recover(FileAccess files, BackUpRetention retention) throws IOException, ApplyFailure {
        if (files.look(Layout.FOLDER).isEmpty()) {
            return new Recovery(End.NOTHING, Optional.empty(), false, Optional.empty());
        }
        if (files.look(Layout.FOLDER).get().kind() != FileAccess.Kind.FOLDER) {
            throw new ApplyFailure(Reason.PATH_REFUSED, Layout.FOLDER + " in the destination is not a folder");
        }
        Optional<JournalText.Story> story = Journal.read(files);
        if (story.isEmpty()) {
            new Leftovers(files).delete(true);
            return new Recovery(End.NOTHING, Optional.empty(), false, Optional.empty());
        }
        UpdateTarget target = story.get().plan().target();
        if (story.get().phase() == Phase.CONFIRMING) {
            Optional<Duration> left =
                    story.get().deadline().orElseThrow().left(retention.clock().instant());
            if (left.isPresent()) {
                return new Recovery(
                        End.UNCONFIRMED, Optional.of(target), story.get().ran(), left);
            }
        }
        return new Recovery(
                end(files, story.get(), target, retention),
                Optional.of(target),
                story.get().ran(),
                Optional.empty());
    }

    private static End end(FileAccess files, JournalText.Story story, UpdateTarget target, BackUpRetention retention)
            throws IOException, ApplyFailure {
        State state = new StateFile(files).load();
        boolean noted =
                state.last().filter(last -> last.target().isSameOfferAs(target)).isPresent();
        Instant now = retention.clock().instant();
        State undone = noted ? state : undone(state, story, target, now);
        try (Update update = Update.resume(files, story, retention)) {
            if (story.phase() == Phase.COMMITTED) {
                update.finish();
                return End.FINISHED;
            }
            if (story.phase().toBeUndone()) {
                MountedFiles.checkRollBack(files, story.plan().inPlace());
                files.links().followAgain(story.plan().followed());
                update.rollBack();
                update.drop(undone, false);
                return End.ROLLED_BACK;
            }
            if (story.phase() == Phase.RESTORED) {
                update.drop(undone, false);
                return End.ROLLED_BACK;
            }
            new Leftovers(files).delete(true);
            return End.DROPPED;
        }
    }

    private static State undone(State state, JournalText.Story story, UpdateTarget target, Instant now) {
        return story.deadline().isPresent()
                ? state.rolledBack(
                        target,
                        Reason.CONFIRM_TIMEOUT,
                        "it was not confirmed in time, and was undone when Parley started again",
                        now)
                : state.rolledBack(target, Reason.INTERNAL, "the update was interrupted", now);
    }
}
