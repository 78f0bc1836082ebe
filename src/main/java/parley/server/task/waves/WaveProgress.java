package parley.server.task.waves;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.message.policy.CountOrPercent;
import parley.message.policy.Wave;
import parley.message.policy.WaveOrder;
import parley.message.policy.Waves;
import parley.server.task.decide.Policy;

/**
 * Decides about the waves of one task at one instant. Never gives more places than the open wave has, and opens no wave
 * before the one before it is full, enough of its clients have succeeded, and its soak time has passed without a
 * failure. A task without waves is one wave of all, in which nobody waits.
 *
 * <p>Who has ended badly counts so at once, also where the policy lets it try again; once a new attempt goes well it
 * does not count any more.
 */
public final class WaveProgress {

    private static final Waves ONE =
            new Waves(List.of(new Wave(CountOrPercent.ALL, false, CountOrPercent.ALL, Duration.ZERO)));

    private final Policy policy;
    private final List<Wave> waves;
    private final WaveStanding standing;

    public WaveProgress(Policy policy, WaveStanding standing) {
        this.policy = policy;
        this.waves = policy.waves().orElse(ONE).all();
        this.standing = standing;
    }

    /** How one wave stands, for those who look at the task. */
    public record View(int number, Wave wave, State state, long places, WaveCount clients, long needed) {}

    /** Where a wave stands. */
    public enum State {
        DONE,
        OPEN,
        PLANNED
    }

    /** Whether clients that have no place yet are there, or may still come. */
    public boolean othersCome() {
        return standing.othersCome();
    }

    /** How many more clients have to come until the open wave is full. */
    public long missing() {
        return missing(standing.open());
    }

    /** Whether the open wave has a place for everybody: then there is nobody to choose. */
    public boolean takesAll() {
        return takesAll(standing.open());
    }

    /** How many more clients may begin now. */
    public long free() {
        if (waitsForTheExpected()) {
            return 0;
        }
        return takesAll(standing.open()) ? standing.outside().underWay() : missing(standing.open());
    }

    /**
     * An order among clients needs them to be there. Where so many are expected, the first wave is not given away to
     * those who happen to come first.
     */
    private boolean waitsForTheExpected() {
        return standing.open() == 1
                && standing.seated() == 0
                && standing.admits()
                && policy.waveOrder().rule() != WaveOrder.Rule.JOINED
                && policy.expectedClients()
                        .filter(expected -> standing.joined() < expected)
                        .isPresent();
    }

    /** What is to be done now. */
    public WaveStep next(Instant now) {
        Optional<String> tooMany = tooManyFailures();
        if (tooMany.isPresent()) {
            return new WaveStep.Pause(tooMany.get());
        }
        if (isLast(standing.open())) {
            return new WaveStep.Nothing(Optional.empty());
        }
        if (met()) {
            return whenMet(now);
        }
        if (standing.met().isPresent()) {
            return new WaveStep.EndSoak();
        }
        return cannotBeMet() ? new WaveStep.Pause(ended()) : new WaveStep.Nothing(Optional.empty());
    }

    private WaveStep whenMet(Instant now) {
        Instant opens = opens(standing.met().orElse(now));
        if (!now.isBefore(opens)) {
            return new WaveStep.Open(standing.open() + 1);
        }
        return standing.met().isPresent() ? new WaveStep.Nothing(Optional.of(opens)) : new WaveStep.BeginSoak(opens);
    }

    /** When the next wave opens, if nothing happens until then; empty while other things than time are missing. */
    public Optional<Instant> opens() {
        return standing.met().filter(since -> !isLast(standing.open())).map(this::opens);
    }

    private Instant opens(Instant met) {
        int open = standing.open();
        if (standing.wave(open).clients() == 0) {
            return met;
        }
        Instant from = standing.lastFailure().filter(met::isBefore).orElse(met);
        return from.plus(wave(open).soak());
    }

    /** Whether no wave follows this one. */
    public boolean isLast(int number) {
        return number >= waves.size() && !waves.get(waves.size() - 1).more();
    }

    private boolean met() {
        int open = standing.open();
        return full() && standing.wave(open).succeeded() >= needed(open);
    }

    private boolean full() {
        return standing.joined() > 0
                && missing(standing.open()) == 0
                && !(takesAll(standing.open()) && standing.outside().underWay() > 0);
    }

    private boolean cannotBeMet() {
        return full() && standing.wave(standing.open()).underWay() == 0 && standing.othersCome();
    }

    /** How many of its clients have to succeed, as far as it is known who they are. */
    private long needed(int number) {
        WaveCount count = standing.wave(number);
        long size = Math.max(places(number), count.clients()) - count.leftOut();
        return Math.min(size, wave(number).success().of(size));
    }

    private long missing(int number) {
        return Math.max(0, places(number) - standing.wave(number).clients());
    }

    /** How many clients a wave has place for, those that it has included; of one that takes all, how many there are. */
    private long places(int number) {
        if (number < standing.open()) {
            return standing.wave(number).clients();
        }
        if (wave(number).more()) {
            return wave(number).size().amount();
        }
        long before = standing.seatedBefore(standing.open());
        for (int next = standing.open(); next < number; next++) {
            before += places(next);
        }
        return Math.max(0, most(number) - before);
    }

    private long most(int number) {
        CountOrPercent size = wave(number).size();
        long all = Math.max(policy.expectedClients().orElse(0), standing.joined());
        return size.isAll() ? all - standing.outside().ended() : size.of(Math.max(1, all));
    }

    private boolean takesAll(int number) {
        return !wave(number).more() && wave(number).size().isAll();
    }

    private Wave wave(int number) {
        return waves.get(Math.min(number, waves.size()) - 1);
    }

    private Optional<String> tooManyFailures() {
        boolean spares = standing.othersCome()
                || WaveCount.sum(standing.waves().values()).underWay() > 0;
        return policy.errorThreshold().filter(limit -> spares).flatMap(this::tooManyFailures);
    }

    private Optional<String> tooManyFailures(CountOrPercent limit) {
        if (!limit.percent()) {
            long failed = WaveCount.sum(standing.waves().values()).failed()
                    + standing.outside().failed();
            return failed >= limit.amount()
                    ? Optional.of("clients that failed: " + failed + "; the error threshold is " + limit)
                    : Optional.empty();
        }
        for (int number = 1; number <= standing.open(); number++) {
            long failed = standing.wave(number).failed();
            long of = Math.max(places(number), standing.wave(number).clients());
            if (failed > 0 && failed * CountOrPercent.ALL.amount() >= limit.amount() * of) {
                String where = policy.waves().isPresent() ? " of wave " + number : "";
                return Optional.of("clients" + where + " that failed: " + failed + " of " + of
                        + "; the error threshold is " + limit);
            }
        }
        return Optional.empty();
    }

    private String ended() {
        int open = standing.open();
        return "wave " + open + " has ended, and of its " + standing.wave(open).clients() + " clients only "
                + standing.wave(open).succeeded() + " succeeded; the next wave needs " + needed(open);
    }

    /** All waves, those that are not open yet as far as it is known how large they will be. */
    public List<View> views() {
        List<View> views = new ArrayList<>();
        for (int number = 1; number <= Math.max(waves.size(), standing.open()); number++) {
            State state =
                    number == standing.open() ? State.OPEN : number < standing.open() ? State.DONE : State.PLANNED;
            long places = Math.max(places(number), standing.wave(number).clients());
            views.add(new View(number, wave(number), state, places, standing.wave(number), needed(number)));
        }
        return views;
    }
}
