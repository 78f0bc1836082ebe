package parley.server.task.decide;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import parley.message.ClientState;
import parley.message.policy.DropOut;

/** Whether clients that apply together are released: pure. */
public enum SwitchOver {
    /** Some clients are not ready yet. */
    NOT_YET,
    /** All clients that count are ready: all may apply. */
    RELEASE,
    /** Clients have dropped out, and an operator has to decide. */
    DROPPED_OUT,
    /** No client is in progress, no other can join, and expected clients are missing. */
    MISSING;

    /**
     *  The bad ends of a client. A client that an operator has ended is not waited for either, and needs no decision.
     */
    public static final Set<ClientState> BADLY =
            EnumSet.of(ClientState.FAILED, ClientState.ROLLED_BACK, ClientState.DECLINED, ClientState.TIMED_OUT);

    private static final Set<ClientState> READY = EnumSet.of(
            ClientState.STAGED,
            ClientState.APPLYING,
            ClientState.CHECKING,
            ClientState.CONFIRMING,
            ClientState.SUCCEEDED,
            ClientState.NOTHING_TO_DO);

    /**
     * A state, and the number of clients in it.
     *
     * @param excused whether an operator has decided that the others go on without them
     */
    public record StateCount(ClientState state, boolean excused, long clients) {

        private boolean ready() {
            return READY.contains(state);
        }

        private boolean onTheWay() {
            return !state.terminal() && !ready();
        }

        private boolean droppedOut() {
            return BADLY.contains(state) && !excused;
        }
    }

    /**
     * @param admits whether others can still join
     * @param excused whether an operator has resumed the task since: then missing clients do not count
     */
    public static SwitchOver of(Policy policy, List<StateCount> clients, boolean admits, boolean excused) {
        long all = count(clients, group -> true);
        return of(
                policy,
                clients,
                policy.expectedClients().map(Integer::longValue).orElse(all),
                admits,
                excused);
    }

    /** The same where so many are to be ready. */
    public static SwitchOver of(
            Policy policy, List<StateCount> clients, long expected, boolean admits, boolean excused) {
        boolean decides = policy.dropOut() == DropOut.PAUSE;
        long all = count(clients, group -> true);
        long onTheWay = count(clients, StateCount::onTheWay);
        long staged = count(clients, group -> group.state() == ClientState.STAGED);
        if (decides && count(clients, StateCount::droppedOut) > 0 && (staged + onTheWay > 0 || admits)) {
            return DROPPED_OUT;
        }
        if (staged == 0) {
            return NOT_YET;
        }
        if (all - onTheWay >= expected) {
            return RELEASE;
        }
        if (onTheWay > 0 || admits) {
            return NOT_YET;
        }
        return decides && !excused ? MISSING : RELEASE;
    }

    private static long count(List<StateCount> clients, Predicate<StateCount> which) {
        return clients.stream().filter(which).mapToLong(StateCount::clients).sum();
    }
}
