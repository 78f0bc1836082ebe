package parley.server.task.decide;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.TaskState;

/**
 * Whether a running task has ended, and its outcome: pure.
 *
 * @param ends finished or expired; empty while something can still happen
 */
public record Settlement(Optional<TaskState> ends, Optional<TaskOutcome> outcome) {

    public static final Settlement NOT_YET = new Settlement(Optional.empty(), Optional.empty());

    /** A state, and the number of clients in it. */
    public record StateCount(ClientState state, long attempt, Optional<Reason> reason, long clients) {

        private boolean good() {
            return state == ClientState.SUCCEEDED || state == ClientState.NOTHING_TO_DO;
        }

        private boolean mayComeAgain(Policy policy) {
            return switch (state) {
                case FAILED, ROLLED_BACK -> policy.retry().allows(reason, attempt);
                case TIMED_OUT -> policy.retry().leftAfter(attempt);
                default -> false;
            };
        }
    }

    public static Settlement of(Policy policy, Instant expires, boolean admits, List<StateCount> clients, Instant now) {
        if (admits || clients.stream().anyMatch(client -> !client.state().terminal())) {
            return NOT_YET;
        }
        boolean expired = !now.isBefore(expires);
        if (clients.isEmpty()) {
            return expired ? new Settlement(Optional.of(TaskState.EXPIRED), Optional.empty()) : NOT_YET;
        }
        if (!expired && clients.stream().anyMatch(client -> client.mayComeAgain(policy))) {
            return NOT_YET;
        }
        return new Settlement(Optional.of(TaskState.FINISHED), Optional.of(outcome(policy, clients)));
    }

    private static TaskOutcome outcome(Policy policy, List<StateCount> clients) {
        long all = clients.stream().mapToLong(StateCount::clients).sum();
        long good = clients.stream()
                .filter(StateCount::good)
                .mapToLong(StateCount::clients)
                .sum();
        long wanted = Math.max(all, policy.expectedClients().orElse(0));
        if (good == 0) {
            return TaskOutcome.FAILED;
        }
        return good == wanted ? TaskOutcome.SUCCEEDED : TaskOutcome.PARTLY;
    }
}
