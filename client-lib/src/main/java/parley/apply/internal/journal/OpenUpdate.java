package parley.apply.internal.journal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.command.Hooks;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.plan.LeftAlone;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/** The update of a destination that is applied and waits for its confirmation, if there is one. */
final class OpenUpdate {
    private final FileAccess files;
    private final Hooks hooks;
    private final BackUpRetention retention;

    OpenUpdate(FileAccess files, Hooks hooks, BackUpRetention retention) {
        this.files = files;
        this.hooks = hooks;
        this.retention = retention;
    }

    /** The result for the client of an update that a recovery found open. */
    static Applied told(Recovery found) {
        return Applied.confirming(found.left().orElseThrow(), "the update waits for its confirmation", "");
    }

    /** @throws ApplyFailure CONFLICT if the one that was found is another */
    static Applied ofSame(UpdateTarget target, Recovery found) throws ApplyFailure {
        if (!found.target().orElseThrow().isSameOfferAs(target)) {
            throw new ApplyFailure(Reason.CONFLICT, "the last update here still waits for its confirmation");
        }
        return told(found);
    }

    Optional<JournalText.Story> waiting() throws IOException, ApplyFailure {
        return Journal.read(files).filter(story -> story.phase() == Phase.CONFIRMING);
    }

    Applied commit(String offer) throws IOException, ApplyFailure, UpdateFailedException {
        Optional<JournalText.Story> story = waitingFor(offer);
        if (story.isEmpty()) {
            return endOf(offer);
        }
        StateFile states = new StateFile(files);
        Plan plan = story.get().plan();
        List<String> leftAlone = LeftAlone.of(files, states.load(), states.loadPrepared(), plan);
        return resumed(story.get()).commit(story.get(), plan.done(leftAlone));
    }

    Applied rollBack(String offer, ApplyFailure why) throws IOException, ApplyFailure, UpdateFailedException {
        Optional<JournalText.Story> story = waitingFor(offer);
        if (story.isEmpty()) {
            return endOf(offer);
        }
        files.links().followAgain(story.get().plan().followed());
        return resumed(story.get()).undo(story.get(), why);
    }

    private Optional<JournalText.Story> waitingFor(String offer) throws IOException, ApplyFailure {
        return waiting().filter(story -> story.plan().target().offer().equals(offer));
    }

    private ApplyRun resumed(JournalText.Story story) throws IOException, ApplyFailure {
        return new ApplyRun(files, hooks, retention, story.plan(), new StateFile(files).load());
    }

    /** How an update ended that no longer waits. */
    private Applied endOf(String offer) throws IOException, ApplyFailure {
        Recovery.recover(files, retention);
        return new StateFile(files)
                .load()
                .last()
                .filter(last -> last.target().offer().equals(offer))
                .map(last -> last.applied(""))
                .orElseThrow(() -> new ApplyFailure(Reason.INTERNAL, "no such update waits for its confirmation"));
    }
}
