package parley.apply;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.command.Command;
import parley.apply.internal.command.Hooks;
import parley.apply.internal.command.StagedCheck;
import parley.apply.internal.destination.Destination;
import parley.apply.internal.destination.InPlaceFiles;
import parley.apply.internal.destination.MountedFiles;
import parley.apply.internal.destination.PathLength;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FailureConversion;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.journal.Installation;
import parley.apply.internal.plan.OfferLook;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.PlannedLinks;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.review.FolderInventory;
import parley.apply.internal.review.OfferReview;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.apply.internal.state.UpdateTarget;
import parley.apply.internal.transfer.BundleLinks;
import parley.apply.internal.transfer.Receiving;
import parley.client.Applied;
import parley.client.Applying;
import parley.client.BlobSink;
import parley.client.Recovered;
import parley.client.UpdateFailedException;
import parley.client.UpdateHandler;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/**
 * Keeps a folder at the agreed bundle: completely or not at all, also when the process is killed or the power fails at
 * any moment. At the next start {@link #recover} finishes or undoes an interrupted update.
 *
 * <p>It writes the files that the changes name, with their modes, removes files only if Parley wrote them, and removes
 * folders that become empty by that. It never writes outside the folder, nor through a symbolic link in it, unless
 * {@link Builder#links} says {@link OnLink#FOLLOW}; links of a bundle lead to places inside. Where Java has no open
 * folder handles (macOS, Windows), a link that somebody puts there at the moment of a write could be followed. A
 * replaced file keeps its owner and group, and a new one gets those of the folder, if this user may set them. Other
 * files in the folder stay as they are, and reviewing an offer changes nothing: a folder gets its {@code .parley},
 * with the lock, the journal and the state, when the first blob arrives.
 *
 * <p>A file that the offer would change and that somebody else has changed, or put there, is treated as
 * {@link Builder#onConflict} says; by default it is overwritten. Replaced and removed files are kept for a while, see
 * {@link Backups}. A path that Windows or macOS would confuse with another, or with a device, is refused on every
 * platform.
 *
 * <p>The check command checks the new configuration; if it fails the old one stays or comes back. It runs on the
 * staged copy, before anything is touched, if one of its arguments names {@code PARLEY_STAGED}; otherwise on the
 * destination, after the swap. The run command then puts the configuration in force; if it fails all is rolled back,
 * and it is run again. Both find in their environment {@code PARLEY_STAGED} and {@code PARLEY_DEST} (folders),
 * {@code PARLEY_STEP} ({@code check}, {@code run} or {@code roll_back}), {@code PARLEY_BUNDLE} and
 * {@code PARLEY_VERSION}; they are started in the destination, without a shell.
 *
 * <p>If the terms ask for a confirmation ({@code confirm}), the update stays open once all of that has succeeded:
 * {@link #commit} makes it final, {@link #rollBack} undoes it, and so does {@link #recover} if its time is over by
 * then. The time is measured by this machine's clock; if the clock was set back to before the update, the time counts
 * as over.
 *
 * <p>Used by one client at a time, as {@link UpdateHandler} says; not thread-safe.
 */
public final class DirectoryUpdate implements UpdateHandler, AutoCloseable {
    private String server;
    private final OfferReview review;
    private final boolean comparing;
    private final OfferLook looked;
    private final Destination destination;
    private final Receiving receiving;
    private final Installation installation;
    private final Hooks hooks;
    private final FolderInventory inventory;

    private String taskId = "";
    private String taskName = "";

    private DirectoryUpdate(Builder settings) {
        this.server = settings.server;
        this.review = new OfferReview(settings.onConflict, settings.conflictQuestion, settings.question);
        this.comparing = settings.comparing;
        this.looked = settings.looked;
        this.destination =
                new Destination(settings.destination, settings.through, Destination.Following.of(settings.onLink));
        this.receiving = new Receiving(destination);
        this.hooks = new Hooks(
                destination.path(),
                settings.check.map(arguments -> new Command(arguments, settings.commandLimit, settings.expanding)),
                settings.run.map(arguments -> new Command(arguments, settings.commandLimit, settings.expanding)));
        this.installation = new Installation(
                destination, hooks, new BackUpRetention(settings.clock, settings.backUps), settings.onLink);
        this.inventory = new FolderInventory(destination, installation, review.words(), settings.filesLimit);
    }

    /** A handler for this folder, which need not exist yet. */
    public static Builder into(Path destination) {
        return new Builder(destination);
    }

    /**
     * Why the check or the run command cannot be started with any offer; empty if they can be, or if that depends on
     * the offer. Each offer is checked again for that, before the download, and declined with {@code check_failed} or
     * {@code run_failed}.
     */
    public Optional<String> commandFault() {
        return hooks.fault();
    }

    /**
     * @throws UpdateFailedException if the folder cannot be used: it is a file, not writable, or another update has it
     */
    @Override
    public Optional<Recovered> recover() throws UpdateFailedException {
        return FailureConversion.call(installation::recover);
    }

    @Override
    public void joined(String serverFingerprint, TaskInfo task) {
        server = serverFingerprint;
        taskId = task.id();
        taskName = task.name();
    }

    @Override
    public Inventory inventory() throws UpdateFailedException {
        return FailureConversion.call(() -> inventory.begin(server));
    }

    /** Also what is at these paths, whoever put it there. */
    @Override
    public Inventory inventory(List<String> paths) throws UpdateFailedException {
        return FailureConversion.call(() -> inventory.more(paths, server));
    }

    /** Declines what this folder cannot take, with the reason, then looks for conflicts, then asks. */
    @Override
    public Answer decide(Offer offer) throws UpdateFailedException {
        try {
            Optional<FileAccess> files = destination.look();
            State state = files.isPresent() ? new StateFile(files.get()).load() : State.NONE;
            OfferReview.checkSequence(offer, state, server);
            for (Change change : offer.changes()) {
                PathLength.check(destination.path(), change.path());
            }
            hooks.checkThatTheyCanBeStarted(offer.changes());
            if (files.isPresent()) {
                inventory.lookAt(files.get(), offer.changes());
                planner(offer, files.get(), state).preview(target(offer), offer.changes());
                looked.at(offer, files.get());
            } else {
                PathPolicy.of(offer.terms()).checkAll(offer.changes());
            }
            return review.answer(offer, state, inventory.present(), comparing ? files : Optional.empty());
        } catch (ApplyFailure e) {
            return Answer.decline(offer.offer(), e.reason(), e.getMessage());
        } catch (IOException e) {
            ApplyFailure failure = ApplyFailure.of(e);
            return Answer.decline(offer.offer(), failure.reason(), failure.getMessage());
        }
    }

    @Override
    public BlobSink open(Offer offer, Agreed agreed, FileEntry blob) throws UpdateFailedException {
        return FailureConversion.call(() -> {
            FileAccess files = destination.take();
            inventory.lookAt(files, agreed.changes());
            return receiving.open(offer, agreed, blob, inventory.present());
        });
    }

    /** Plans the update as {@link #apply} will, and checks the staged copy if the check command asks for it. */
    @Override
    public void staged(Offer offer, Agreed agreed) throws UpdateFailedException {
        FailureConversion.call(() -> {
            FileAccess files = destination.take();
            State state = new StateFile(files).load();
            inventory.lookAt(files, agreed.changes());
            Plan plan = planner(offer, files, state).preview(target(offer), agreed.changes());
            for (String folder : plan.touchedFolders(files.links())) {
                if (plan.stays(files, folder) && !files.mayWrite(folder)) {
                    throw new ApplyFailure(
                            Reason.PERMISSION,
                            "this user may not write to " + destination.path().resolve(folder));
                }
            }
            new BundleLinks(files).check(plan);
            if (hooks.checksStagedCopy()) {
                new StagedCheck(files, hooks).check(plan);
            }
            return plan;
        });
    }

    @Override
    public Applied apply(Offer offer, Agreed agreed, Applying applying) throws UpdateFailedException {
        return installation.apply(target(offer), offer, agreed, inventory.present(), applying);
    }

    @Override
    public boolean confirms() {
        return true;
    }

    /** Empty folders, and links if the platform and its disk have them. */
    @Override
    public List<String> capabilities() {
        return destination.takesLinks() ? List.of(Hello.LINKS, Hello.FOLDERS) : List.of(Hello.FOLDERS);
    }

    @Override
    public Applied commit(String offer) throws UpdateFailedException {
        return installation.commit(offer);
    }

    @Override
    public Applied rollBack(String offer, Reason reason, String detail) throws UpdateFailedException {
        return installation.rollBack(offer, reason, detail);
    }

    /** Deletes the downloads. */
    @Override
    public void abandoned(Offer offer) {
        try {
            receiving.abandon();
        } catch (IOException | ApplyFailure e) {
            throw new IllegalStateException("downloaded files could not be deleted: " + e.getMessage(), e);
        }
    }

    /** Releases the folder. A later call locks it again. */
    @Override
    public void close() throws IOException {
        destination.close();
    }

    private Planner planner(Offer offer, FileAccess files, State state) {
        return installation.planner(offer, files, state, inventory.present());
    }

    private UpdateTarget target(Offer offer) {
        return new UpdateTarget(new Origin(server, taskId, taskName, offer.bundle()), offer.offer(), offer.attempt());
    }

    /** The settings of a {@link DirectoryUpdate}; every one has a default. */
    public static final class Builder {
        private final Path destination;
        private Optional<List<String>> check = Optional.empty();
        private Optional<List<String>> run = Optional.empty();
        private Duration commandLimit = Duration.ofMinutes(1);
        private boolean expanding;
        private Function<Offer, Answer> question = offer -> Answer.accept(offer.offer());
        private Optional<OnConflict> onConflict = Optional.of(OnConflict.OVERWRITE);
        private boolean comparing;
        private ConflictQuestion conflictQuestion = (offer, conflict) -> OnConflict.OVERWRITE;
        private OnLink onLink = OnLink.REFUSE;
        private OfferLook looked = (offer, files) -> {};
        private BackUpLimits backUps = BackUpLimits.STANDARD;
        private Clock clock = Clock.systemUTC();
        private String server = "";
        private int filesLimit = 20_000;
        private UnaryOperator<FileAccess> through = files -> files;

        private Builder(Path destination) {
            this.destination = destination;
        }

        /** The command, program first, that says by its exit code whether the new configuration is good. */
        public Builder check(List<String> command) {
            check = Optional.of(List.copyOf(command));
            return this;
        }

        /** The command, program first, that puts the new configuration in force, for example by a reload. */
        public Builder run(List<String> command) {
            run = Optional.of(List.copyOf(command));
            return this;
        }

        /**
         * For commands that are started without a shell: {@code $PARLEY_STAGED} or <code>${PARLEY_STAGED}</code>, and
         * the other variables in their arguments are replaced by their values. Not for a shell, which would parse the
         * values. Default: arguments are not changed.
         */
        public Builder variablesInArguments() {
            expanding = true;
            return this;
        }

        /** How long each of the two commands may take; 1 minute. */
        public Builder commandLimit(Duration limit) {
            commandLimit = limit;
            return this;
        }

        /**
         * Asked last before an offer is accepted: false declines it with the reason {@code policy}. Default: accept.
         */
        public Builder confirmation(Predicate<Offer> yes) {
            return deciding(offer -> yes.test(offer)
                    ? Answer.accept(offer.offer())
                    : Answer.decline(offer.offer(), Reason.POLICY, "declined at the client"));
        }

        /**
         * Asked last about an offer that this folder can take: may accept, decline, put off, or ask to keep files as
         * they are. Replaces {@link #confirmation}.
         */
        public Builder deciding(Function<Offer, Answer> answer) {
            question = answer;
            return this;
        }

        /** What to do with files that somebody else changed, or put where the offer wants one; OVERWRITE. */
        public Builder onConflict(OnConflict policy) {
            onConflict(policy, (offer, conflict) -> {});
            comparing = false;
            return this;
        }

        /** The same, and passes on each of those files, before the offer is answered. */
        public Builder onConflict(OnConflict policy, BiConsumer<Offer, Conflict> told) {
            onConflict = Optional.of(policy);
            conflictQuestion = (offer, conflict) -> {
                told.accept(offer, conflict);
                return policy;
            };
            comparing = true;
            return this;
        }

        /** Asks for each of those files what to do with it. */
        public Builder onConflict(ConflictQuestion each) {
            onConflict = Optional.empty();
            conflictQuestion = each;
            comparing = true;
            return this;
        }

        /** What to do with symbolic links of this machine where the offer has a file or a folder; REFUSE. */
        public Builder links(OnLink policy) {
            onLink = policy;
            return this;
        }

        /**
         * The same, and passes on, before the question about an offer, which of its paths lead through followed links,
         * and to what.
         */
        public Builder links(OnLink policy, BiConsumer<Offer, SortedMap<String, Path>> told) {
            looked = looked.and((offer, files) -> told.accept(offer, PlannedLinks.places(files, offer.changes())));
            return links(policy);
        }

        /**
         * Overwrites single mounted files (bind mounts) where they are, which is not atomic; otherwise they are
         * refused.
         *
         * @param told gets, before the question about an offer, the paths at which that would happen
         */
        public Builder inPlace(BiConsumer<Offer, SortedSet<String>> told) {
            looked = looked.and((offer, files) -> told.accept(offer, MountedFiles.overwritten(files, offer.changes())));
            through = InPlaceFiles::new;
            return this;
        }

        /** How much of what updates replace is kept; {@link BackUpLimits#STANDARD}. */
        public Builder backUps(BackUpLimits limits) {
            backUps = limits;
            return this;
        }

        Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /**
         * The fingerprint of the server whose highest bundle sequence is remembered, until
         * {@link UpdateHandler#joined} sets it. Not needed with an {@code UpdateClient}.
         */
        public Builder server(String identity) {
            server = identity;
            return this;
        }

        /**
         * How many files it reads, those that Parley wrote there and those of an update; 20 000. Other files in the
         * folder do not count.
         */
        public Builder filesLimit(int limit) {
            filesLimit = limit;
            return this;
        }

        /** Wraps the access to the disk. */
        Builder through(UnaryOperator<FileAccess> wrapper) {
            through = wrapper;
            return this;
        }

        /** @throws IllegalArgumentException if a command is empty */
        public DirectoryUpdate build() {
            return new DirectoryUpdate(this);
        }
    }
}
