package parley.server.task.waves;

import java.util.Collection;
import parley.message.ClientState;
import parley.message.Severity;
import parley.server.task.decide.SwitchOver;

/**
 * How the clients of one wave stand.
 *
 * @param underWay they may go on, and have not ended
 * @param succeeded they have what they should
 * @param failed they ended badly, and nobody has excused that
 * @param leftOut they do not count: ended by an operator, or excused by one who resumed the task
 */
public record WaveCount(long underWay, long succeeded, long failed, long leftOut) {

    public static final WaveCount NONE = new WaveCount(0, 0, 0, 0);

    /**
     * Some clients that stand alike.
     *
     * @param severity of the update: only an optional one is declined without harm
     */
    public static WaveCount of(ClientState state, boolean excused, Severity severity, long clients) {
        if (!state.terminal()) {
            return new WaveCount(clients, 0, 0, 0);
        }
        if (state == ClientState.SUCCEEDED || state == ClientState.NOTHING_TO_DO) {
            return new WaveCount(0, clients, 0, 0);
        }
        boolean harmless = state == ClientState.DECLINED && severity == Severity.OPTIONAL;
        boolean badly = SwitchOver.BADLY.contains(state) && !harmless && !excused;
        return badly ? new WaveCount(0, 0, clients, 0) : new WaveCount(0, 0, 0, clients);
    }

    public WaveCount plus(WaveCount other) {
        return new WaveCount(
                underWay + other.underWay, succeeded + other.succeeded, failed + other.failed, leftOut + other.leftOut);
    }

    static WaveCount sum(Collection<WaveCount> counts) {
        return counts.stream().reduce(NONE, WaveCount::plus);
    }

    public long clients() {
        return underWay + succeeded + failed + leftOut;
    }

    long ended() {
        return clients() - underWay;
    }
}
