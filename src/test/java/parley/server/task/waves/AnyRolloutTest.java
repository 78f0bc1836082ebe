package parley.server.task.waves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
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
    void fiveThousandClientsThatComeOverAWeekAllEnd() {
        Policy policy = policy(
                "{\"waves\":\"1,1%/95%/1h,10%/95%/4h,100%\",\"expectedClients\":5000,\"errorThreshold\":\"50%\"}");

        Duration took = new SimulatedRollout(7, policy, 5000, Duration.ofDays(7), 0.03, Duration.ofMinutes(10)).run();

        assertThat(took).isBetween(Duration.ofDays(6), Duration.ofDays(9));
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
