package parley.server.task.waves;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.Severity;
import parley.server.task.model.PolicyJson;
import parley.server.task.waves.WaveProgress.State;

class WaveProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final WaveCount NOBODY = WaveCount.NONE;
    private static final WaveStep NOTHING = new WaveStep.Nothing(Optional.empty());

    @Test
    void theFirstWaveHasAsManyPlacesAsItSays() {
        assertThat(progress("3,100%", standing(1, Map.of(), underWay(10))).free())
                .isEqualTo(3);
        assertThat(progress("3,100%", standing(1, Map.of(1, underWay(2)), underWay(8)))
                        .free())
                .isEqualTo(1);
        assertThat(progress("3,100%", standing(1, Map.of(1, count(1, 1, 1, 0)), underWay(7)))
                        .free())
                .isZero();
    }

    @Test
    void sizesAddUpAndPercentagesAreRoundedUp() {
        assertThat(progress("1,25%,100%", standing(2, Map.of(1, succeeded(1)), underWay(9)))
                        .free())
                .isEqualTo(2);
        assertThat(progress("1,5%,100%", standing(2, Map.of(1, succeeded(1)), underWay(9)))
                        .free())
                .isZero();
        assertThat(progress("1,5%,100%", standing(3, Map.of(1, succeeded(1)), underWay(9)))
                        .free())
                .isEqualTo(9);
    }

    @Test
    void percentagesAreOfTheExpectedClientsOrOfThoseThereIfTheyAreMore() {
        String policy = "{\"waves\":\"10%,100%\",\"expectedClients\":50}";
        assertThat(read(policy, standing(1, Map.of(), underWay(20))).free()).isEqualTo(5);
        assertThat(read(policy, standing(1, Map.of(), underWay(80))).free()).isEqualTo(8);
    }

    @Test
    void theNextWaveOpensOnceTheWaveIsFullAndEnoughHaveSucceeded() {
        assertThat(next("2/50%,100%", standing(1, Map.of(1, succeeded(1)), NOBODY)))
                .isEqualTo(NOTHING);
        assertThat(next("2/50%,100%", standing(1, Map.of(1, underWay(2)), underWay(5))))
                .isEqualTo(NOTHING);
        assertThat(next("2/50%,100%", standing(1, Map.of(1, count(1, 1, 0, 0)), underWay(5))))
                .isEqualTo(new WaveStep.Open(2));
        assertThat(next("2/1,100%", standing(1, Map.of(1, count(1, 1, 0, 0)), underWay(5))))
                .isEqualTo(new WaveStep.Open(2));
    }

    @Test
    void nobodyHasJoinedAndNoWaveOpens() {
        assertThat(next("10%,100%", standing(1, Map.of(), NOBODY))).isEqualTo(NOTHING);
        assertThat(next("100%,+5", standing(1, Map.of(), NOBODY))).isEqualTo(NOTHING);
    }

    @Test
    void theSoakTimeBeginsWhenEnoughHaveSucceededAndAgainWithEachFailure() {
        WaveStanding enough = standing(1, Map.of(1, succeeded(1)), underWay(5));
        assertThat(next("1/100%/1h,100%", enough)).isEqualTo(new WaveStep.BeginSoak(NOW.plusSeconds(3600)));

        Instant since = NOW.minus(Duration.ofMinutes(59));
        assertThat(next("1/100%/1h,100%", soaking(enough, since, Optional.empty())))
                .isEqualTo(new WaveStep.Nothing(Optional.of(NOW.plusSeconds(60))));
        assertThat(next("1/100%/1h,100%", soaking(enough, since.minusSeconds(60), Optional.empty())))
                .isEqualTo(new WaveStep.Open(2));
        assertThat(next("1/100%/1h,100%", soaking(enough, since.minusSeconds(60), Optional.of(since))))
                .isEqualTo(new WaveStep.Nothing(Optional.of(NOW.plusSeconds(60))));
    }

    @Test
    void whoFallsBackDuringTheSoakTimeEndsIt() {
        WaveStanding fellBack = standing(1, Map.of(1, count(1, 1, 0, 0)), underWay(5));
        assertThat(next("2/100%/1h,100%", soaking(fellBack, NOW.minusSeconds(60), Optional.empty())))
                .isEqualTo(new WaveStep.EndSoak());
    }

    @Test
    void aWaveThatHasEndedWithTooFewSuccessesPausesTheTaskIfOthersCome() {
        WaveStanding ended = standing(1, Map.of(1, count(0, 1, 1, 0)), underWay(5));
        assertThat(next("2,100%", ended))
                .isEqualTo(new WaveStep.Pause(
                        "wave 1 has ended, and of its 2 clients only 1 succeeded; the next wave needs 2"));
        assertThat(next("2,100%", standing(1, Map.of(1, count(0, 1, 1, 0)), NOBODY)))
                .isEqualTo(NOTHING);
        assertThat(next("2,100%", standing(1, Map.of(1, count(0, 1, 0, 1)), underWay(5))))
                .isEqualTo(new WaveStep.Open(2));
    }

    @Test
    void theErrorThresholdCountsAllClientsOrThoseOfOneWave() {
        WaveStanding three = standing(2, Map.of(1, count(0, 1, 1, 0), 2, count(8, 0, 2, 0)), underWay(5));
        assertThat(next("{\"waves\":\"2,12,100%\",\"errorThreshold\":4}", three))
                .isEqualTo(NOTHING);
        assertThat(next("{\"waves\":\"2,12,100%\",\"errorThreshold\":3}", three))
                .isEqualTo(new WaveStep.Pause("clients that failed: 3; the error threshold is 3"));
        assertThat(next("{\"waves\":\"2,12,100%\",\"errorThreshold\":\"51%\"}", three))
                .isEqualTo(NOTHING);
        assertThat(next("{\"waves\":\"2,12,100%\",\"errorThreshold\":\"50%\"}", three))
                .isEqualTo(new WaveStep.Pause("clients of wave 1 that failed: 1 of 2; the error threshold is 50%"));
    }

    @Test
    void anErrorThresholdNeedsNoWaves() {
        WaveStanding standing = standing(1, Map.of(1, count(5, 3, 2, 0)), NOBODY);
        assertThat(next("{\"errorThreshold\":\"20%\"}", standing))
                .isEqualTo(new WaveStep.Pause("clients that failed: 2 of 10; the error threshold is 20%"));
        assertThat(next("{\"errorThreshold\":\"21%\"}", standing)).isEqualTo(NOTHING);
        assertThat(next("{\"errorThreshold\":1}", standing(1, Map.of(1, count(0, 3, 2, 0)), NOBODY)))
                .as("nobody is left to be spared")
                .isEqualTo(NOTHING);
    }

    @Test
    void aRepeatedWaveTakesItsNumberAgainAndAgain() {
        WaveStanding third = standing(3, Map.of(1, succeeded(1), 2, succeeded(5), 3, succeeded(2)), underWay(9));
        assertThat(progress("1,+5", third).free()).isEqualTo(3);
        assertThat(next("1,+5", third)).isEqualTo(NOTHING);
        assertThat(next("1,+5", standing(2, Map.of(1, succeeded(1), 2, succeeded(5)), underWay(9))))
                .isEqualTo(new WaveStep.Open(3));
    }

    @Test
    void anOrderWaitsForTheExpectedClientsAsLongAsTheyCanCome() {
        String policy = "{\"waves\":\"1,100%\",\"expectedClients\":5,\"waveOrder\":\"canary=true\"}";
        assertThat(read(policy, standing(1, Map.of(), underWay(4))).free()).isZero();
        assertThat(read(policy, standing(1, Map.of(), underWay(5))).free()).isEqualTo(1);
        WaveStanding closed = new WaveStanding(1, Optional.empty(), Map.of(), underWay(4), false, Optional.empty());
        assertThat(read(policy, closed).free()).isEqualTo(1);
    }

    @Test
    void viewsTellWhatEachWaveIsFor() {
        List<WaveProgress.View> views = progress(
                        "1,50%,100%", standing(2, Map.of(1, succeeded(1), 2, underWay(1)), underWay(8)))
                .views();

        assertThat(views).extracting(WaveProgress.View::state).containsExactly(State.DONE, State.OPEN, State.PLANNED);
        assertThat(views).extracting(WaveProgress.View::places).containsExactly(1L, 4L, 5L);
        assertThat(views).extracting(WaveProgress.View::needed).containsExactly(1L, 4L, 5L);
    }

    @Test
    void whoDeclinesAnOptionalUpdateHasNotFailed() {
        assertThat(WaveCount.of(ClientState.DECLINED, false, Severity.OPTIONAL, 1))
                .isEqualTo(count(0, 0, 0, 1));
        assertThat(WaveCount.of(ClientState.DECLINED, false, Severity.MANDATORY, 1))
                .isEqualTo(count(0, 0, 1, 0));
        assertThat(WaveCount.of(ClientState.TIMED_OUT, true, Severity.MANDATORY, 1))
                .isEqualTo(count(0, 0, 0, 1));
    }

    @Test
    void whoComesFirstFollowsFromTheOrderAlone() {
        List<Candidate> candidates = List.of(
                candidate("b", 2, Map.of()),
                candidate("a", 3, Map.of()),
                candidate("c", 1, Map.of("canary", "true")),
                candidate("d", 4, Map.of("canary", "false")));

        assertThat(first("joined", candidates)).containsExactly("c", "b", "a");
        assertThat(first("name", candidates)).containsExactly("a", "b", "c");
        assertThat(first("canary=true", candidates)).startsWith("c");
        assertThat(first("shuffled", candidates))
                .isEqualTo(first(
                        "shuffled",
                        List.of(candidates.get(3), candidates.get(2), candidates.get(1), candidates.get(0))));
    }

    private static List<String> first(String order, List<Candidate> candidates) {
        var policy = PolicyJson.read("{\"waves\":\"1,100%\",\"waveOrder\":\"" + order + "\"}");
        return new Precedence(policy.waveOrder(), "task")
                .first(candidates, 3).stream().map(Candidate::name).toList();
    }

    private static Candidate candidate(String name, int joined, Map<String, String> labels) {
        return new Candidate(name, name, labels, NOW.plusSeconds(joined));
    }

    private static WaveStep next(String waves, WaveStanding standing) {
        return progress(waves, standing).next(NOW);
    }

    private static WaveProgress progress(String waves, WaveStanding standing) {
        return read(waves.startsWith("{") ? waves : "{\"waves\":\"" + waves + "\"}", standing);
    }

    private static WaveProgress read(String policy, WaveStanding standing) {
        return new WaveProgress(PolicyJson.read(policy), standing);
    }

    private static WaveStanding standing(int open, Map<Integer, WaveCount> waves, WaveCount outside) {
        boolean admits = waves.isEmpty();
        return new WaveStanding(open, Optional.empty(), waves, outside, admits, Optional.empty());
    }

    private static WaveStanding soaking(WaveStanding standing, Instant since, Optional<Instant> lastFailure) {
        return new WaveStanding(
                standing.open(), Optional.of(since), standing.waves(), standing.outside(), false, lastFailure);
    }

    private static WaveCount underWay(long clients) {
        return count(clients, 0, 0, 0);
    }

    private static WaveCount succeeded(long clients) {
        return count(0, clients, 0, 0);
    }

    private static WaveCount count(long underWay, long succeeded, long failed, long leftOut) {
        return new WaveCount(underWay, succeeded, failed, leftOut);
    }
}
