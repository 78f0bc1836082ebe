package parley.server.task.api;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.ClientState;
import parley.server.task.decide.TaskOutcome;
import parley.server.task.model.PausedBy;
import parley.server.task.model.PolicyJson;
import parley.server.task.model.Task;
import parley.server.task.query.TaskQueries;
import parley.server.task.waves.WaveProgress;
import parley.server.tokens.IssuedToken;

/**
 * The JSON of a task.
 *
 * @param labels of the task itself, not of its clients
 * @param bundle that of the first target
 * @param targets which clients get which bundle: the first one that a client matches; an empty selector matches all
 * @param outcome of a finished task: succeeded, partly, failed
 * @param pausedBy while it is paused: operator, dropped_out if clients that apply together are missing, or
 *     error_threshold if too many have failed
 * @param reason why it is paused, was cancelled, or did not start by itself
 * @param startAt when the draft starts by itself
 * @param expires until when its tokens admit new clients
 * @param deadline when clients that have not finished are timed out
 * @param counts how many clients are in each state
 * @param clients how many there are in all
 * @param waves the steps of the rollout; absent for a task without waves, and in lists
 * @param undoes the id of the task whose clients this one takes back to what they had before; its targets are the
 *     bundles that they had, and the selectors say nothing
 * @param undoneBy the id of the task that takes the clients of this one back
 * @param version the version of the task itself, without its clients, as in the entity tag
 * @param token the first token, only in the answer that starts the task: it is shown once
 */
public record TaskJson(
        String id,
        String name,
        String notes,
        Map<String, String> labels,
        String state,
        Optional<String> outcome,
        Optional<String> pausedBy,
        Optional<String> reason,
        Bundle bundle,
        List<Target> targets,
        JsonObject policy,
        Instant created,
        String createdBy,
        Optional<Instant> startAt,
        Optional<Instant> opened,
        Optional<Instant> expires,
        Optional<Instant> deadline,
        Optional<Instant> ended,
        Map<String, Long> counts,
        long clients,
        Optional<List<WaveJson>> waves,
        Optional<String> undoes,
        Optional<String> undoneBy,
        long version,
        Optional<IssuedToken> token) {

    /** The clients of a label selector, and their bundle. */
    public record Target(String selector, Bundle bundle) {}

    /**
     * A bundle without its files.
     *
     * @param name its name in the task
     * @param version its version in the task
     * @param sequence the task's place in the order of starts; absent before the start
     */
    public record Bundle(String name, String version, Optional<Long> sequence, String sha256, long files, long bytes) {

        static Bundle of(TaskQueries.Aimed aimed, Task task) {
            return new Bundle(
                    aimed.target().bundleName(),
                    aimed.target().bundleVersion(),
                    task.sequence(),
                    aimed.bundle().sha256().text(),
                    aimed.bundle().files(),
                    aimed.bundle().bytes());
        }
    }

    /**
     * Some tasks, the newest first.
     *
     * @param next the cursor of the next page, if there is one
     */
    public record Page(List<TaskJson> tasks, Optional<String> next) {}

    static TaskJson of(TaskQueries.Detail detail, Optional<WaveProgress> waves, Optional<IssuedToken> token) {
        Task task = detail.task();
        List<Target> targets = detail.targets().stream()
                .map(aimed -> new Target(aimed.target().selector(), Bundle.of(aimed, task)))
                .toList();
        return new TaskJson(
                task.id(),
                task.name(),
                task.notes(),
                task.labels(),
                task.state().word(),
                task.outcome().map(TaskOutcome::word),
                task.pausedBy().map(PausedBy::word),
                task.reason(),
                targets.get(0).bundle(),
                targets,
                PolicyJson.write(task.policy()),
                task.created(),
                task.createdBy(),
                task.startAt(),
                task.opened(),
                task.expires(),
                task.deadline(),
                task.endedAt(),
                everyState(detail.counts()),
                detail.counts().values().stream().mapToLong(Long::longValue).sum(),
                waves.map(WaveJson::all),
                task.undoes(),
                task.undoneBy(),
                task.version(),
                token);
    }

    private static Map<String, Long> everyState(Map<ClientState, Long> counts) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (ClientState state : ClientState.values()) {
            all.put(state.word(), counts.getOrDefault(state, 0L));
        }
        return all;
    }
}
