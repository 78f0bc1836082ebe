package parley.server.task.waves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Policy;
import parley.server.task.model.PolicyJson;

/**
 * In every random schedule of joins, failures, lost connections, restarts, pauses and retries: no wave opens before its
 * conditions hold, no wave takes more clients than it has places, and every client ends.
 */
@Tag("longer")
class AnyRolloutTest {

    private static final List<String> WAVES = List.of(
            "1,10%,100%",
            "1,3,100%",
            "5%/80%,50%/90%/10m,100%",
            "1/1/30m,20%/50%/5m,100%",
            "10%,20%,30%,40%,50%,100%",
            "1,5,+7/90%",
            "+1",
            "2,100%,+3/80%/1m",
            "50,60%,100%");
    /** Each part; -Dparley.waves.schedules=250 tries 1000 in all. */
    private static final int SCHEDULES = Integer.getInteger("parley.waves.schedules", 50);

    /** How many weeks of 5000 clients; -Dparley.fleet.schedules=1000 takes about ten minutes. */
    private static final int FLEETS = Integer.getInteger("parley.fleet.schedules", 3);
    /** With the seed of a fleet that failed, and one schedule, that one runs again. */
    private static final long FIRST_FLEET = Long.getLong("parley.fleet.seed", 1);

    private static final List<String> FLEET_WAVES = List.of(
            "1,1%/95%/1h,10%/95%/4h,100%",
            "1,10%,100%",
            "5/100%/12h,20%/90%/1d,100%",
            "1%/80%,5%/90%/2h,25%/90%/6h,50%/95%/6h,100%",
            "100,+500/90%/1h",
            "10%,20%,30%,40%,50%,60%,70%,80%,90%,100%");
    private static final List<String> FLEET_THRESHOLDS = List.of("3%", "5%", "50%", "40", "5000");

    private static final List<String> ORDERS = List.of("joined", "name", "shuffled", "canary=true");
    private static final List<String> THRESHOLDS = List.of("", "1", "5", "10%", "50%");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void noWaveOpensTooEarlyOrTakesTooManyAndEverybodyEnds(int part) {
        int pauses = 0;
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            long seed = part * 1000L + schedule;
            Random random = new Random(seed);
            int clients = 1 + random.nextInt(60);
            SimulatedRollout rollout = new SimulatedRollout(
                    seed,
                    anyPolicy(random, clients),
                    clients,
                    Duration.ofMinutes(random.nextInt(90)),
                    anyRate(random),
                    Duration.ofSeconds(10));
            rollout.run();
            pauses += rollout.pauses();
        }
        assertThat(pauses).isPositive();
    }

    @Test
    void fiveThousandClientsThatComeOverAWeekEndAsThePolicySays() {
        int paused = 0;
        for (int schedule = 0; schedule < FLEETS; schedule++) {
            long seed = FIRST_FLEET + schedule;
            Random random = new Random(seed);
            Policy policy = policy("{\"waves\":\"" + any(random, FLEET_WAVES) + "\",\"expectedClients\":5000,"
                    + "\"waveOrder\":\"" + any(random, ORDERS) + "\",\"errorThreshold\":\""
                    + any(random, FLEET_THRESHOLDS) + "\"}");
            SimulatedRollout rollout =
                    new SimulatedRollout(seed, policy, 5000, Duration.ofDays(7), 0.03, Duration.ofMinutes(10));

            Duration took = rollout.run();

            String which = "seed " + seed + " of the fleets, " + policy.waves().orElseThrow();
            assertThat(took).as(which).isBetween(Duration.ofDays(6), Duration.ofDays(15));
            assertThat(rollout.settlement()).as(which).isEqualTo(rollout.settlementByOwnCount());
            paused += rollout.pauses() > 0 ? 1 : 0;
        }
        System.out.println(
                "fleets of 5000 clients over a week: " + FLEETS + ", of these paused by the policy: " + paused);
    }

    private static double anyRate(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> 0.03;
            default -> 0.3;
        };
    }

    private static Policy anyPolicy(Random random, int clients) {
        String threshold = any(random, THRESHOLDS);
        String waves = any(random, WAVES);
        boolean mayExpect = random.nextBoolean() && !waves.startsWith("50,");
        String expected = mayExpect ? ",\"expectedClients\":" + (5 + random.nextInt(clients)) : "";
        return policy("{\"waves\":\"" + waves + "\",\"waveOrder\":\"" + any(random, ORDERS) + "\""
                + (threshold.isEmpty() ? "" : ",\"errorThreshold\":\"" + threshold + "\"")
                + expected + "}");
    }

    private static Policy policy(String json) {
        return PolicyJson.read(JsonValues.read(json));
    }

    private static String any(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
