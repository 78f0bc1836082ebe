package parley.server.task.waves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import parley.message.ClientState;
import parley.message.Severity;
import parley.message.TaskState;
import parley.message.policy.Wave;
import parley.server.task.decide.Policy;
import parley.server.task.decide.Settlement;
import parley.server.task.decide.SwitchOver;
import parley.server.task.decide.TaskOutcome;

/**
 * A task with simulated clients and a simulated operator, in simulated time. Clients join, fail, lose their
 * connections, put the update off, are revoked; the server restarts and misses looks. What the core decides is
 * compared with what the simulation itself has counted.
 */
final class SimulatedRollout {

    private static final int MOST_TICKS = 100_000;
    private static final int MOST_RETRIES = 3;

    private final String schedule;
    private final Random random;
    private final Policy policy;
    private final List<Wave> waves;
    private final List<Machine> machines = new ArrayList<>();
    private final double failing;
    private final Duration tick;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int open = 1;
    private Optional<Instant> met = Optional.empty();
    private boolean paused;
    private int pauses;
    private Instant metByOwnCount = Instant.MAX;
    private Instant lastFailure = Instant.MIN;

    private static final class Machine {
        private final Candidate as;
        private final Instant comes;
        private ClientState state;
        private boolean connected;
        private boolean excused;
        private int wave;
        private int retries;
        private Instant changed;

        private Machine(Candidate as) {
            this.as = as;
            this.comes = as.joined();
        }

        private boolean there() {
            return state != null;
        }

        private boolean mayHaveAPlace(boolean all) {
            if (!there() || wave > 0 || state.terminal()) {
                return false;
            }
            return all
                    || connected
                            && (state == ClientState.JOINED
                                    || state == ClientState.OFFERED
                                    || state == ClientState.WAITING);
        }
    }

    /** @param failing how often an update goes wrong, of 1
     * @param tick how much time goes by between two looks */
    SimulatedRollout(long seed, Policy policy, int clients, Duration joining, double failing, Duration tick) {
        this.schedule = "seed " + seed + ", " + policy.waves().orElseThrow();
        this.random = new Random(seed);
        this.policy = policy;
        this.waves = policy.waves().orElseThrow().all();
        this.failing = failing;
        this.tick = tick;
        for (int i = 0; i < clients; i++) {
            String name = "m" + i;
            Map<String, String> labels = random.nextInt(10) == 0 ? Map.of("canary", "true") : Map.of();
            Instant comes = now.plusSeconds(random.nextLong(joining.toSeconds() + 1));
            machines.add(new Machine(new Candidate(name, name, labels, comes)));
        }
    }

    /** Runs until every client has ended, and says how long that took. */
    Duration run() {
        Instant start = now;
        for (int ticks = 0; ticks < MOST_TICKS; ticks++) {
            now = now.plus(tick);
            boolean restart = random.nextInt(400) == 0;
            machines.forEach(machine -> live(machine, restart));
            noteOwnCount();
            boolean signalLost = random.nextInt(10) == 0;
            if (!restart && !signalLost && !paused) {
                look();
            } else if (paused && random.nextInt(20) == 0) {
                resume();
            }
            if (machines.stream().allMatch(machine -> machine.there() && machine.state.terminal()) && !paused) {
                return Duration.between(start, now);
            }
        }
        throw new AssertionError(schedule + ": not everybody has ended: " + standing() + " " + paused);
    }

    private void live(Machine machine, boolean restart) {
        if (!machine.there()) {
            if (!now.isBefore(machine.comes)) {
                machine.connected = true;
                move(machine, random.nextInt(30) == 0 ? ClientState.NOTHING_TO_DO : ClientState.JOINED);
            }
            return;
        }
        if (machine.state.terminal()) {
            return;
        }
        machine.connected = !restart && (machine.connected ? random.nextInt(100) > 0 : random.nextInt(5) == 0);
        if (random.nextInt(20_000) == 0) {
            move(machine, ClientState.REVOKED);
        } else if (machine.connected && random.nextInt(3) == 0) {
            goOn(machine);
        } else if (!machine.connected && machine.wave > 0 && random.nextInt(2000) == 0) {
            move(machine, ClientState.TIMED_OUT);
        }
    }

    private void goOn(Machine machine) {
        switch (machine.state) {
            case JOINED -> {
                if (!paused) {
                    move(machine, ClientState.OFFERED);
                }
            }
            case OFFERED, DEFERRED -> {
                int dice = random.nextInt(100);
                ClientState accepts = machine.wave > 0 ? ClientState.ACCEPTED : ClientState.WAITING;
                move(machine, dice == 0 ? ClientState.DECLINED : dice < 3 ? ClientState.DEFERRED : accepts);
            }
            case WAITING -> {
                if (machine.wave > 0) {
                    move(machine, ClientState.ACCEPTED);
                }
            }
            case ACCEPTED -> move(machine, ClientState.DOWNLOADING);
            default -> {
                ClientState badly = random.nextBoolean() ? ClientState.FAILED : ClientState.ROLLED_BACK;
                move(machine, random.nextDouble() < failing ? badly : ClientState.SUCCEEDED);
            }
        }
    }

    private void move(Machine machine, ClientState state) {
        boolean begins = state == ClientState.ACCEPTED;
        assertThat(begins && machine.wave == 0).as(schedule).isFalse();
        machine.state = state;
        machine.changed = now;
        if (SwitchOver.BADLY.contains(state)) {
            lastFailure = now;
        }
    }

    private void look() {
        WaveStep step = new WaveProgress(policy, standing()).next(now);
        while (step instanceof WaveStep.Open next) {
            checkThatItMayOpen(next.wave());
            open = next.wave();
            met = Optional.empty();
            metByOwnCount = Instant.MAX;
            noteOwnCount();
            step = new WaveProgress(policy, standing()).next(now);
        }
        if (step instanceof WaveStep.BeginSoak) {
            met = Optional.of(now);
        } else if (step instanceof WaveStep.EndSoak) {
            met = Optional.empty();
        } else if (step instanceof WaveStep.Pause) {
            assertThat(badly()).as(schedule).isPositive();
            paused = true;
            pauses++;
            return;
        }
        WaveProgress progress = new WaveProgress(policy, standing());
        List<Candidate> waiting = machines.stream()
                .filter(machine -> machine.mayHaveAPlace(progress.takesAll()))
                .map(machine -> machine.as)
                .toList();
        Map<String, Machine> byName = new HashMap<>();
        machines.forEach(machine -> byName.put(machine.as.name(), machine));
        new Precedence(policy.waveOrder(), "task")
                .first(waiting, progress.free())
                .forEach(seated -> byName.get(seated.name()).wave = open);
        checkThatNoneIsTooMany();
    }

    private WaveStanding standing() {
        Map<Integer, WaveCount> counts = new HashMap<>();
        WaveCount outside = WaveCount.NONE;
        for (Machine machine : machines) {
            if (machine.there()) {
                WaveCount one = WaveCount.of(machine.state, machine.excused, Severity.MANDATORY, 1);
                if (machine.wave == 0) {
                    outside = outside.plus(one);
                } else {
                    counts.merge(machine.wave, one, WaveCount::plus);
                }
            }
        }
        boolean admits = machines.stream().anyMatch(machine -> !machine.there());
        Optional<Instant> failure = machines.stream()
                .filter(machine -> machine.there() && SwitchOver.BADLY.contains(machine.state) && !machine.excused)
                .map(machine -> machine.changed)
                .max(Instant::compareTo);
        return new WaveStanding(open, met, counts, outside, admits, failure);
    }

    /** With or without trying the failed again. */
    private void resume() {
        boolean again = random.nextBoolean();
        for (Machine machine : machines) {
            if (machine.there() && SwitchOver.BADLY.contains(machine.state)) {
                if (again && machine.retries < MOST_RETRIES) {
                    machine.retries++;
                    machine.excused = false;
                    machine.state = ClientState.JOINED;
                    machine.changed = now;
                } else {
                    machine.excused = true;
                }
            }
        }
        paused = false;
    }

    private long badly() {
        return machines.stream()
                .filter(machine -> machine.there() && SwitchOver.BADLY.contains(machine.state))
                .count();
    }

    private long inWave(int wave, ClientState... states) {
        return machines.stream()
                .filter(machine -> machine.wave == wave
                        && (states.length == 0 || List.of(states).contains(machine.state)))
                .count();
    }

    /** Since when, by the simulation's own count, enough clients of the open wave have succeeded. */
    private void noteOwnCount() {
        boolean enough = enoughByOwnCount();
        metByOwnCount = enough ? (metByOwnCount.equals(Instant.MAX) ? now : metByOwnCount) : Instant.MAX;
    }

    private boolean enoughByOwnCount() {
        long counting = machines.stream()
                .filter(machine -> machine.wave == open && machine.state != ClientState.REVOKED && !machine.excused)
                .count();
        Wave wave = waves.get(Math.min(open, waves.size()) - 1);
        long good = inWave(open, ClientState.SUCCEEDED, ClientState.NOTHING_TO_DO);
        long wanted = Math.min(counting, wave.success().of(counting));
        return good >= wanted;
    }

    private void checkThatItMayOpen(int next) {
        Wave wave = waves.get(Math.min(open, waves.size()) - 1);
        assertThat(next).as(schedule).isEqualTo(open + 1);
        assertThat(enoughByOwnCount()).as(schedule + " opens wave " + next).isTrue();
        assertThat(machines.stream().filter(machine -> machine.wave > 0).count())
                .as(schedule + ": wave " + open + " is full")
                .isGreaterThanOrEqualTo(leastByOwnCount(wave));
        if (inWave(open) > 0) {
            Instant quietSince = lastFailureThatCounts();
            Instant from = quietSince.isAfter(metByOwnCount) ? quietSince : metByOwnCount;
            assertThat(now).as(schedule + ": soak").isAfterOrEqualTo(from.plus(wave.soak()));
        }
    }

    private Instant lastFailureThatCounts() {
        return machines.stream()
                .filter(machine -> machine.there() && SwitchOver.BADLY.contains(machine.state) && !machine.excused)
                .map(machine -> machine.changed)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    private long leastByOwnCount(Wave wave) {
        if (wave.more()) {
            return inWave(open) - inWave(open) % wave.size().amount();
        }
        return wave.size().isAll() ? 0 : mostByOwnCount(wave);
    }

    private long mostByOwnCount(Wave wave) {
        long joined = machines.stream().filter(Machine::there).count();
        long all = Math.max(joined, policy.expectedClients().orElse(0));
        return wave.size().percent()
                ? Math.max(1, (long) Math.ceil(wave.size().amount() * all / 100.0))
                : wave.size().amount();
    }

    private void checkThatNoneIsTooMany() {
        Wave wave = waves.get(Math.min(open, waves.size()) - 1);
        if (wave.more()) {
            assertThat(inWave(open))
                    .as(schedule)
                    .isLessThanOrEqualTo(wave.size().amount());
        } else if (!wave.size().isAll()) {
            assertThat(machines.stream().filter(machine -> machine.wave > 0).count())
                    .as(schedule + ": wave " + open)
                    .isLessThanOrEqualTo(Math.max(mostByOwnCount(wave), beforeOpen()));
        }
    }

    private long beforeOpen() {
        return machines.stream()
                .filter(machine -> machine.wave > 0 && machine.wave < open)
                .count();
    }

    /** What becomes of the task at its deadline: all clients have ended, and no others can come. */
    Settlement settlement() {
        Map<ClientState, Long> states =
                machines.stream().collect(Collectors.groupingBy(machine -> machine.state, Collectors.counting()));
        List<Settlement.StateCount> counts = states.entrySet().stream()
                .map(entry -> new Settlement.StateCount(entry.getKey(), 1, Optional.empty(), entry.getValue()))
                .toList();
        return Settlement.of(policy, now, false, counts, now);
    }

    Settlement settlementByOwnCount() {
        boolean all = machines.stream()
                .allMatch(machine ->
                        machine.state == ClientState.SUCCEEDED || machine.state == ClientState.NOTHING_TO_DO);
        return new Settlement(
                Optional.of(TaskState.FINISHED), Optional.of(all ? TaskOutcome.SUCCEEDED : TaskOutcome.PARTLY));
    }

    int pauses() {
        return pauses;
    }

    int open() {
        return open;
    }

    Instant lastFailure() {
        return lastFailure;
    }

    List<String> namesOf(int wave) {
        return machines.stream()
                .filter(machine -> machine.wave == wave)
                .map(machine -> machine.as.name())
                .toList();
    }
}
