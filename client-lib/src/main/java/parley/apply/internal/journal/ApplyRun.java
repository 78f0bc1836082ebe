package parley.apply.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.command.Hooks;
import parley.apply.internal.compare.WrittenTexts;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/** Runs all phases of a plan, or only the last one, and rolls back if one of them fails. */
public final class ApplyRun {
    private final FileAccess files;
    private final Hooks hooks;
    private final BackUpRetention retention;
    private final Plan plan;
    private final State before;
    private boolean touched;
    private boolean ran;

    public ApplyRun(FileAccess files, Hooks hooks, BackUpRetention retention, Plan plan, State before) {
        this.files = files;
        this.hooks = hooks;
        this.retention = retention;
        this.plan = plan;
        this.before = before;
    }

    /**
     * From the plan to the commit.
     *
     * @param confirm if given, how long the update stays open before the commit
     */
    public Applied go(
            State after,
            Optional<Duration> confirm,
            String detail,
            Applying applying,
            BooleanSupplier cancelled,
            RandomGenerator random)
            throws UpdateFailedException {
        try (Update update = Update.begin(files, plan, retention, random)) {
            try {
                String output = forward(update, applying, cancelled);
                if (confirm.isPresent()) {
                    update.hold(
                            after,
                            Deadline.after(confirm.get(), retention.clock().instant()));
                    return Applied.confirming(confirm.get(), detail, output);
                }
                update.commit(after);
                return Applied.succeeded(detail + finish(update), output);
            } catch (ApplyFailure e) {
                return back(update, e);
            } catch (IOException e) {
                return back(update, ApplyFailure.of(e));
            } catch (RuntimeException e) {
                return back(update, new ApplyFailure(Reason.INTERNAL, "an unexpected failure: " + e, e));
            }
        } catch (IOException e) {
            ApplyFailure failure = ApplyFailure.of(e);
            return Applied.failed(failure.reason(), failure.getMessage(), "");
        }
    }

    private String forward(Update update, Applying applying, BooleanSupplier cancelled)
            throws IOException, ApplyFailure {
        update.stage();
        update.backUp();
        if (cancelled.getAsBoolean()) {
            throw new ApplyFailure(Reason.CANCELLED, "the update was cancelled before anything was changed");
        }
        touched = true;
        update.swap();
        applying.checking();
        Path destination = hooks.destination();
        String output = hooks.checksStagedCopy() ? "" : hooks.check(plan.target(), destination, cancelled);
        if (hooks.run().isPresent()) {
            update.running();
            ran = true;
            output += hooks.run(plan.target(), cancelled);
        }
        return output;
    }

    /** Commits an update that was left open. */
    Applied commit(JournalText.Story story, String detail) throws UpdateFailedException {
        return open(story, update -> {
            try {
                update.commitHeld();
                return Applied.succeeded(detail + finish(update), "");
            } catch (IOException e) {
                return back(update, ApplyFailure.of(e));
            }
        });
    }

    /** Undoes an update that was left open. */
    Applied undo(JournalText.Story story, ApplyFailure why) throws UpdateFailedException {
        return open(story, update -> back(update, why));
    }

    private interface End {
        Applied of(Update update) throws UpdateFailedException;
    }

    private Applied open(JournalText.Story story, End end) throws UpdateFailedException {
        touched = true;
        ran = story.ran();
        try (Update update = Update.resume(files, story, retention)) {
            return end.of(update);
        } catch (IOException e) {
            throw ApplyFailure.of(e).forTheClient();
        }
    }

    /** The update is final by now; after a failure here the next start cleans up. */
    private String finish(Update update) {
        try {
            update.finish();
        } catch (IOException e) {
            return "; the next start cleans up: " + e.getMessage();
        }
        try {
            new WrittenTexts(files).keep(new StateFile(files).load().managed());
            return "";
        } catch (ApplyFailure | IOException e) {
            return "; later changes by hand will not be shown line by line: " + e.getMessage();
        }
    }

    private Applied back(Update update, ApplyFailure failure) throws UpdateFailedException {
        if (touched) {
            try {
                update.rollBack();
            } catch (IOException e) {
                e.addSuppressed(failure);
                throw new UpdateFailedException(
                        Reason.INTERNAL,
                        failure.getMessage() + "; restoring the old files failed as well: " + e.getMessage()
                                + "; the next start of Parley goes on with that",
                        failure.output(),
                        e);
            }
        }
        String again = ran ? hooks.againWithTheOldFiles(plan.target()) : "";
        String detail = failure.getMessage() + again + drop(update, failure);
        return touched || failure.reason() == Reason.CANCELLED
                ? Applied.rolledBack(failure.reason(), detail, failure.output())
                : Applied.failed(failure.reason(), detail, failure.output());
    }

    private String drop(Update update, ApplyFailure failure) {
        try {
            Instant now = retention.clock().instant();
            update.drop(before.rolledBack(plan.target(), failure.reason(), failure.getMessage(), now), false);
            return "";
        } catch (IOException e) {
            return "; the next start cleans up: " + e.getMessage();
        }
    }
}
