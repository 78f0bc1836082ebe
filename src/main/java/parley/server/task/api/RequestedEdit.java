package parley.server.task.api;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.server.problems.Problem;
import parley.server.storage.JsonValues;
import parley.server.task.decide.Policy;
import parley.server.task.model.TaskDraft;

/**
 * A change of a draft, as a JSON merge patch (RFC 7396): members that are absent stay as they are, null is the default.
 */
final class RequestedEdit {

    private static final Set<String> MEMBERS = Set.of(
            "name",
            "notes",
            "labels",
            "bundle",
            "bundleName",
            "bundleVersion",
            "targets",
            "policy",
            "startAt",
            "allowOlder");

    private static final Jsonb JSON = JsonbBuilder.create();

    private final JsonObject json;
    private final RequestedTask wanted;

    /** @throws Problem {@code invalid} when the text is no JSON object, or a member is unknown or of another type */
    static RequestedEdit of(@Nullable String body) {
        try {
            return new RequestedEdit(JsonValues.read(body == null ? "" : body));
        } catch (JsonException e) {
            throw Problem.invalid("The body is no JSON object.", "Send {\"notes\": \"…\"}, for example.");
        }
    }

    /** @throws Problem {@code invalid} when a member is unknown or of another type */
    RequestedEdit(JsonObject json) {
        this.json = json;
        checkMembers(json.keySet());
        if (json.containsKey("policy") && !isNull("policy") && !(json.get("policy") instanceof JsonObject)) {
            throw Problem.invalid("policy is no JSON object.", "Send {\"policy\": {\"maxClients\": 5}}, for example.");
        }
        if (json.containsKey("labels") && !isNull("labels") && !(json.get("labels") instanceof JsonObject)) {
            throw Problem.invalid("labels is no JSON object.", "Send {\"labels\": {\"team\": \"web\"}}, for example.");
        }
        this.wanted = JSON.fromJson(json.toString(), RequestedTask.class);
    }

    boolean allowsOlder() {
        return wanted.allowsOlder();
    }

    /** What the draft shall say, which says {@code before} now. */
    TaskDraft over(TaskDraft before) {
        if (isNull("name") || isNull("bundle") || isNull("targets")) {
            throw Problem.invalid(
                    "A task has a name, and a bundle or targets; they cannot be null.", "Leave out what shall stay.");
        }
        return wanted.draft(new TaskDraft(
                before.name(),
                isNull("notes") ? "" : before.notes(),
                isNull("labels") ? Map.of() : before.labels(),
                before.targets(),
                isNull("policy") ? Policy.DEFAULT : before.policy(),
                isNull("startAt") ? Optional.empty() : before.startAt()));
    }

    private boolean isNull(String member) {
        return json.get(member) == JsonValue.NULL;
    }

    private static void checkMembers(Set<String> members) {
        for (String member : members) {
            if (!MEMBERS.contains(member)) {
                throw Problem.invalid(
                        "A draft has no member " + shown(member) + " that can be changed.",
                        "There are " + MEMBERS.stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    private static String shown(String member) {
        return member.length() > 64 ? member.substring(0, 64) + "…" : member;
    }
}
