package parley.server.task.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import parley.message.Names;
import parley.server.problems.FreeText;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Policy;
import parley.server.task.model.PolicyJson;
import parley.server.task.model.TaskDraft;

/**
 * A request for a task.
 *
 * @param labels of the task itself, not of its clients
 * @param bundle the bundle of all clients; or
 * @param targets which clients get which bundle; the first match counts
 * @param start open it at once and make its first token
 * @param bundleName the bundle's name in the task; when absent that of its upload
 * @param bundleVersion its version in the task
 * @param urls where clients reach the server; the server's own when absent
 * @param startAt when the draft starts by itself
 * @param from the task that says what the request does not
 * @param allowOlder whether its content may replace newer content of clients
 * @param newest the newest task of this name that the caller knows
 */
@Schema(description = "A request for a task.")
public record RequestedTask(
        @Schema(required = true, description = "1 to 128 characters") @Nullable String name,
        @Schema(
                        description = "Shown to clients with the offer; at most 4096 characters, no control "
                                + "characters but line feeds and tabs")
                @Nullable
                String notes,
        @Schema(
                        description = "Labels of the task itself, for lists and for keys that are for some tasks; at "
                                + "most 32, with the syntax of Kubernetes",
                        example = "{\"team\": \"web\"}")
                @Nullable
                JsonObject labels,
        @Schema(description = "The digest of a bundle, for every client", example = "sha256:…") @Nullable String bundle,
        @Schema(description = "The bundle's name in the task; when absent that of its upload") @Nullable
                String bundleName,
        @Schema(
                        description = "Its version in the task; when absent that of its upload, "
                                + "or with bundleName its number")
                @Nullable
                String bundleVersion,
        @Schema(description = "Instead of bundle: 1 to 100 targets; a client gets the first that it matches") @Nullable
                List<@Nullable RequestedTarget> targets,
        @Schema(
                        description = "Absent members have their defaults: expiresIn, maxClients, "
                                + "expectedClients, approval, approvalTimeout, apply "
                                + "(at_once, together), dropOut (pause, go_on), waves (1,10%,100%), waveOrder "
                                + "(joined, name, shuffled, or a label), errorThreshold (5 or 5%), "
                                + "onError (pause or roll_back), "
                                + "window (days, start, duration, zone), "
                                + "severity, maxDefer, deadline, stateTimeout, keepLocal, allowDowngrade, "
                                + "confirm, retry, "
                                + "platforms (linux, macos, windows), links (keep, copy, refuse)")
                @Nullable
                JsonObject policy,
        @Schema(description = "Open it at once and make its first token") @Nullable Boolean start,
        @Schema(description = "ws or wss URLs that go into the token") @Nullable List<String> urls,
        @Schema(
                        description = "When the draft starts by itself, with its offset from UTC; in the future, at "
                                + "most 366 days ahead; not with start",
                        example = "2026-11-23T02:00:00Z")
                @Nullable
                String startAt,
        @Schema(
                        description =
                                "The id of a task whose name, notes, labels, bundle or targets, and policy are used "
                                        + "where the request says nothing; of policy and labels member by member")
                @Nullable
                String from,
        @Schema(description = "Roll clients back that have a newer bundle; otherwise the answer is newer_bundle")
                @Nullable
                Boolean allowOlder,
        @Schema(
                        description =
                                "The id of the newest task of this name, or an empty text if there is none; if that is "
                                        + "so no more, nothing is made, and the answer is changed")
                @Nullable
                String newest) {

    private static final int MAX_NOTES = 4096;
    private static final String LABELS = "For example {\"labels\": {\"team\": \"web\"}}.";
    private static final String EXAMPLE = "Send {\"name\": \"…\", \"bundle\": \"sha256:…\"}.";

    boolean starts() {
        return Boolean.TRUE.equals(start);
    }

    boolean allowsOlder() {
        return Boolean.TRUE.equals(allowOlder);
    }

    List<String> urlsOrNone() {
        return urls == null ? List.of() : urls;
    }

    TaskDraft draft() {
        return new TaskDraft(
                checkedName(), checkedNotes(), labelsOver(Map.of()), aims(), checkedPolicy(), checkedStart());
    }

    /** With what {@code before} says where this says nothing; of policy and labels member by member. */
    TaskDraft draft(TaskDraft before) {
        return new TaskDraft(
                name == null ? before.name() : checkedName(),
                notes == null ? before.notes() : checkedNotes(),
                labelsOver(before.labels()),
                bundle == null && targets == null ? before.targets() : aims(),
                policy == null ? before.policy() : PolicyJson.read(policyOver(before.policy(), policy)),
                startAt == null ? before.startAt() : checkedStart());
    }

    /** A member that is null gets its default. */
    private static JsonObject policyOver(Policy before, JsonObject wanted) {
        JsonObjectBuilder merged = JsonValues.object(PolicyJson.write(before));
        wanted.forEach((field, value) -> {
            if (value == JsonValue.NULL) {
                merged.remove(field);
            } else {
                merged.add(field, value);
            }
        });
        return merged.build();
    }

    /** An instant, with its offset from UTC: a time of day can come twice or never when the clocks change. */
    private Optional<Instant> checkedStart() {
        if (startAt == null) {
            return Optional.empty();
        }
        if (starts()) {
            throw Problem.invalid("A task starts now or at startAt.", "Leave out start, or startAt.");
        }
        try {
            return Optional.of(OffsetDateTime.parse(startAt).toInstant());
        } catch (DateTimeParseException e) {
            throw Problem.invalid(
                    "startAt is no time with its offset from UTC.",
                    "Write it as in RFC 3339: 2026-11-23T02:00:00Z, or 2026-11-23T03:00:00+01:00.");
        }
    }

    /** A label that is null is taken away. */
    private Map<String, String> labelsOver(Map<String, String> before) {
        if (labels == null) {
            return before;
        }
        Map<String, String> wanted = new TreeMap<>(before);
        labels.forEach((key, value) -> {
            if (value == JsonValue.NULL) {
                wanted.remove(key);
            } else if (value instanceof JsonString text) {
                wanted.put(key, text.getString());
            } else {
                throw Problem.invalid("The value of a label is no text.", LABELS);
            }
        });
        try {
            return Names.checkLabels(wanted);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("In labels, " + e.getMessage() + ".", LABELS);
        }
    }

    private String checkedNotes() {
        return FreeText.checkPlain("notes", notes, MAX_NOTES);
    }

    private String checkedName() {
        if (name == null || name.isBlank() || name.length() > TaskDraft.MAX_NAME || hasControl(name)) {
            throw Problem.invalid(
                    "The name must be 1 to " + TaskDraft.MAX_NAME + " characters, without control characters.",
                    EXAMPLE);
        }
        return name.strip();
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private List<TaskDraft.Aim> aims() {
        if ((bundle == null) == (targets == null)) {
            throw Problem.invalid("A task has either a bundle or targets.", EXAMPLE);
        }
        if (targets != null && (bundleName != null || bundleVersion != null)) {
            throw Problem.invalid("bundleName and bundleVersion go with bundle.", "Give each target its own.");
        }
        return targets == null
                ? List.of(RequestedTarget.aim("", "", bundle, bundleName, bundleVersion))
                : RequestedTarget.checkedAll(targets);
    }

    private Policy checkedPolicy() {
        return policy == null ? Policy.DEFAULT : PolicyJson.read(policy);
    }
}
