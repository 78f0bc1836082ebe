package parley.cli.terminal;

import java.util.Set;

/** The colours of states, and which states are errors. The words come from the server. */
public final class StateCell {

    private static final Set<String> GOOD = Set.of("succeeded", "nothing_to_do", "open", "live", "finished");
    private static final Set<String> BAD = Set.of("failed", "rolled_back", "timed_out", "revoked");
    private static final Set<String> WAITING = Set.of("pending", "waiting", "deferred", "paused", "draft");

    private StateCell() {}

    public static Table.Cell cell(String state, Style style) {
        if (GOOD.contains(state)) {
            return new Table.Cell(state, style::green);
        }
        if (BAD.contains(state)) {
            return new Table.Cell(state, style::red);
        }
        return WAITING.contains(state) ? new Table.Cell(state, style::yellow) : Table.Cell.of(state);
    }

    /** Whether this end of a client counts as an error. */
    public static boolean isError(String state) {
        return BAD.contains(state);
    }
}
