package parley.apply.internal.journal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import parley.apply.OnLink;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.command.Hooks;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.destination.UninterruptedCall;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FailureConversion;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.plan.LeftAlone;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.PlannedLinks;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.state.State;
import parley.apply.internal.state.State.LastUpdate;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.message.Agreed;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.FileEntry;

/**
 * Carries out the updates of one destination, once each and completely: a repeated request returns the earlier result.
 */
public final class Installation {
    private final Destination destination;
    private final Hooks hooks;
    private final BackUpRetention retention;
    private final OnLink onLink;
    private final SecureRandom random = new SecureRandom();

    public Installation(Destination destination, Hooks hooks, BackUpRetention retention, OnLink onLink) {
        this.destination = destination;
        this.hooks = hooks;
        this.retention = retention;
        this.onLink = onLink;
    }

    /** Finishes or undoes what an earlier run left, and returns how the last update ended, or that it waits. */
    public Optional<Recovered> recover() throws IOException, ApplyFailure {
        Optional<FileAccess> files = destination.look();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Recovery recovery = Recovery.recover(files.get(), retention);
        if (recovery.end() == Recovery.End.UNCONFIRMED) {
            return Optional.of(new Recovered(recovery.target().orElseThrow().offer(), OpenUpdate.told(recovery)));
        }
        boolean undone = recovery.end() == Recovery.End.ROLLED_BACK && recovery.run();
        String again = undone ? hooks.againWithTheOldFiles(recovery.target().orElseThrow()) : "";
        return new StateFile(files.get())
                .load()
                .last()
                .map(last -> new Recovered(last.target().offer(), last.applied(again)));
    }

    /** What Parley remembers of the destination; while an update waits for its confirmation, as if it were final. */
    public State standing(FileAccess files) throws IOException, ApplyFailure {
        StateFile stateFile = new StateFile(files);
        return isOpen(files) ? stateFile.loadPrepared() : stateFile.load();
    }

    /** Whether an update waits for its confirmation. */
    public boolean isOpen(FileAccess files) throws IOException, ApplyFailure {
        return open(files).waiting().isPresent();
    }

    /** @param present what the agreed changes are based on */
    public Applied apply(
            UpdateTarget target, Offer offer, Agreed agreed, SortedMap<String, FileEntry> present, Applying applying)
            throws UpdateFailedException {
        return UninterruptedCall.call(stopping -> FailureConversion.call(() -> {
            FileAccess files = destination.take();
            Recovery recovery = Recovery.recover(files, retention);
            if (recovery.end() == Recovery.End.UNCONFIRMED) {
                return OpenUpdate.ofSame(target, recovery);
            }
            State state = new StateFile(files).load();
            Optional<LastUpdate> done = state.last()
                    .filter(last ->
                            last.target().isSameOfferAs(target) && last.reason().isEmpty());
            if (done.isPresent()) {
                return done.get().applied("");
            }
            Planner planner = planner(offer, files, state, present);
            Plan plan = planner.plan(target, agreed.changes());
            SortedMap<String, FileEntry> managed = state.managedAfter(agreed.changes(), offer.bundle(), present);
            State next = state.applied(target, managed, retention.clock().instant())
                    .withFound(planner.foundFolders())
                    .withFollowed(PlannedLinks.through(files, state, managed.keySet()));
            SortedSet<String> leftAlone = new TreeSet<>(planner.leftAlone());
            leftAlone.addAll(LeftAlone.of(files, state, next, plan));
            return new ApplyRun(files, hooks, retention, plan, state)
                    .go(
                            next,
                            offer.terms().confirm(),
                            plan.done(leftAlone),
                            applying,
                            () -> stopping.getAsBoolean() || applying.cancelled(),
                            random);
        }));
    }

    public Planner planner(Offer offer, FileAccess files, State state, Map<String, FileEntry> present) {
        return new Planner(files, PathPolicy.of(offer.terms()), state, present).links(onLink);
    }

    public Applied commit(String offer) throws UpdateFailedException {
        return UninterruptedCall.call(stopping ->
                FailureConversion.call(() -> open(destination.take()).commit(offer)));
    }

    public Applied rollBack(String offer, Reason reason, String detail) throws UpdateFailedException {
        ApplyFailure why = new ApplyFailure(reason, detail);
        return UninterruptedCall.call(stopping ->
                FailureConversion.call(() -> open(destination.take()).rollBack(offer, why)));
    }

    private OpenUpdate open(FileAccess files) {
        return new OpenUpdate(files, hooks, retention);
    }
}
