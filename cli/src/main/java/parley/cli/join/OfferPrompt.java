package parley.cli.join;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import parley.apply.Conflict;
import parley.apply.DirectoryUpdate;
import parley.apply.OnConflict;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.FutureTime;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;
import parley.message.Answer;
import parley.message.Offer;
import parley.message.Reason;
import picocli.CommandLine.TypeConversionException;

/** Shows an offer and answers it: by the options, or as the person at the client decides. */
public final class OfferPrompt {

    private static final String PUT_OFF = "put off at the client";

    private final Shell shell;
    private final boolean asks;
    private final boolean quiet;
    private final Conflicts conflicts;
    private final UnansweredOffer silence = new UnansweredOffer();
    private final Set<String> putOffBefore = new HashSet<>();
    private Optional<Instant> putOff = Optional.empty();
    private SortedMap<String, Path> places = new TreeMap<>();
    private SortedSet<String> inPlace = new TreeSet<>();
    private long newest;
    private String shown = "";

    /**
     * @param asks whether a person decides; otherwise accepts
     * @param policy what happens to files that somebody else changed; empty: a person decides
     * @param quiet whether nothing is shown
     */
    public OfferPrompt(Shell shell, boolean asks, Optional<OnConflict> policy, boolean quiet) {
        this.shell = shell;
        this.asks = asks;
        this.quiet = quiet;
        this.conflicts = new Conflicts(shell, policy, quiet, this::asked);
    }

    /** {@code update} with this to decide on its offers. */
    public DirectoryUpdate.Builder into(DirectoryUpdate.Builder update) {
        conflicts
                .policy()
                .ifPresentOrElse(
                        policy -> update.onConflict(policy, this::onConflict),
                        () -> update.onConflict(this::onConflict));
        return update.deciding(this::answer);
    }

    /** Puts every offer off until then, unless it comes back from a deferral. */
    public OfferPrompt puttingOff(Optional<Instant> until) {
        putOff = until;
        return this;
    }

    /** These offers were put off in earlier runs. */
    void comeBack(Set<String> offers) {
        putOffBefore.addAll(offers);
    }

    /** Ends a run without an answer. */
    UnansweredOffer silence() {
        return silence;
    }

    /** The highest sequence of this server's bundles that the folder has had; an older one is shown as a downgrade. */
    void since(long sequence) {
        newest = sequence;
    }

    /** Paths of an offer lead through symbolic links of this machine to these places. */
    void leadingTo(Offer offer, SortedMap<String, Path> led) {
        places = led;
    }

    /** At these paths of an offer a mounted file is overwritten where it is. */
    void overwriting(Offer offer, SortedSet<String> paths) {
        inPlace = paths;
    }

    /** The paths of the last offer at which a mounted file is overwritten. */
    SortedSet<String> inPlace() {
        return inPlace;
    }

    /** Where paths of the last offer lead through links of this machine. */
    SortedMap<String, Path> places() {
        return places;
    }

    /** The decisions about files that somebody else changed, by path. */
    Map<String, OnConflict> conflicts() {
        return conflicts.decided();
    }

    private OnConflict onConflict(Offer offer, Conflict conflict) {
        show(offer);
        return conflicts.decide(offer, conflict);
    }

    private Answer answer(Offer offer) {
        show(offer);
        if (putOff.isPresent() && !putOffBefore.contains(offer.offer())) {
            return putOff(offer, putOff.get());
        }
        return asks ? ask(offer) : Answer.accept(offer.offer());
    }

    private Answer putOff(Offer offer, Instant until) {
        Optional<Instant> latest = offer.terms().deferUntil();
        if (latest.isEmpty() || until.isAfter(latest.get())) {
            silence.keep(() -> cannotBePutOff(until, latest));
        }
        putOffBefore.add(offer.offer());
        return Answer.defer(offer.offer(), until, PUT_OFF);
    }

    private ExitCode cannotBePutOff(Instant until, Optional<Instant> latest) {
        throw latest.map(at -> new CliProblem(
                        ExitCode.FAILED,
                        "This update cannot be put off until " + HumanFormat.time(until, shell.clock()) + ".",
                        "The task allows it until " + HumanFormat.time(at, shell.clock()) + ".",
                        "--defer " + at + ", or earlier"))
                .orElseGet(() -> new CliProblem(
                        ExitCode.FAILED,
                        "This update cannot be put off.",
                        "The task does not allow it.",
                        "run the command without --defer; the offer stays open until then"));
    }

    private void show(Offer offer) {
        if (!quiet && !shown.equals(offer.offer())) {
            OfferText.lines(offer, newest, conflicts.kept(), inPlace, places, shell)
                    .forEach(shell.err()::println);
            shell.err().flush();
        }
        shown = offer.offer();
    }

    private Answer ask(Offer offer) {
        Optional<Instant> latest =
                offer.terms().deferUntil().filter(shell.clock().instant()::isBefore);
        String choices = latest.map(
                        at -> " [y/N, d to put it off until " + HumanFormat.time(at, shell.clock()) + " at most] ")
                .orElse(" [y/N] ");
        while (true) {
            String said = asked("Make these changes?" + choices);
            if (said.equalsIgnoreCase("y") || said.equalsIgnoreCase("yes")) {
                return Answer.accept(offer.offer());
            }
            if (latest.isEmpty() || !said.equalsIgnoreCase("d")) {
                return Answer.decline(offer.offer(), Reason.POLICY, "declined at the client");
            }
            Optional<Instant> until = askUntil(latest.get());
            if (until.isPresent()) {
                return Answer.defer(offer.offer(), until.get(), PUT_OFF);
            }
        }
    }

    /** The typed answer. If the input has ended, the run ends without an answer. */
    private String asked(String question) {
        return shell.ask(question).orElseGet(() -> {
            shell.err().println();
            silence.keep(OfferPrompt::nobodyThere);
            throw new CancellationException("the client is closed and takes no answer");
        });
    }

    private static ExitCode nobodyThere() {
        throw new CliProblem(
                ExitCode.FAILED,
                "The question was not answered; nothing was changed.",
                "Standard input has ended.",
                "run the command again; the offer stays open until then");
    }

    /** Empty when the person thinks again. */
    private Optional<Instant> askUntil(Instant latest) {
        String said = asked("Until when? (30m, 22:00, 2026-11-23 08:00) ");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant until = FutureTime.parse(said, shell.clock());
            if (!until.isAfter(latest)) {
                return Optional.of(until);
            }
            shell.err().println("That is later than the task allows.");
        } catch (TypeConversionException e) {
            shell.err().println(e.getMessage() + ".");
        }
        return Optional.empty();
    }
}
