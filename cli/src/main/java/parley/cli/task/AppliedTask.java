package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.cli.rest.TaskRecord;
import parley.cli.taskfile.TaskFile;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFields;

/** A task file with the digests of its bundles, beside the newest task of its name. Pure. */
final class AppliedTask {

    /** A digest that only an upload would tell. */
    static final String UNKNOWN = "";

    private final TaskFile file;
    private final List<TargetSource> sources;
    private final List<String> digests;

    /** @param digests of the sources, in their order */
    AppliedTask(TaskFile file, List<TargetSource> sources, List<String> digests) {
        this.file = file;
        this.sources = sources;
        this.digests = digests;
    }

    /** What of the file the task does not say: members of the request, in words for people. */
    List<String> changes(TaskRecord task) {
        List<String> changes = new ArrayList<>();
        if (!file.notes().orElse("").equals(task.json().getString("notes", ""))) {
            changes.add("notes");
        }
        if (!file.labels().equals(task.labels())) {
            changes.add("labels");
        }
        addTargets(task, changes);
        for (PolicyField<?> field : PolicyFields.ALL) {
            if (!value(field, file.policy()).equals(value(field, task.policy()))) {
                changes.add("policy." + field.name());
            }
        }
        if (task.state().equals("draft")) {
            if (!startAt().equals(task.time("startAt"))) {
                changes.add("startAt");
            }
            if (starts()) {
                changes.add("start");
            }
        }
        return changes;
    }

    private void addTargets(TaskRecord task, List<String> changes) {
        List<JsonObject> targets = task.targets();
        List<String> selectors =
                targets.stream().map(target -> target.getString("selector", "")).toList();
        if (!selectors.equals(sources.stream().map(TargetSource::selector).toList())) {
            changes.add("targets");
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            String has = targets.get(i).getJsonObject("bundle").getString("sha256");
            if (digests.get(i).equals(UNKNOWN)) {
                changes.add("perhaps the files of " + who(selectors.get(i)) + ", an archive");
            } else if (!digests.get(i).equals(has)) {
                changes.add("the files of " + who(selectors.get(i)));
            }
        }
    }

    private static String who(String selector) {
        return selector.isEmpty() ? "everybody" : selector;
    }

    private static <T> Optional<T> value(PolicyField<T> field, JsonObject policy) {
        return policy.containsKey(field.name()) ? Optional.of(field.read(policy.get(field.name()))) : field.usual();
    }

    private Optional<Instant> startAt() {
        return file.startAt().map(at -> OffsetDateTime.parse(at).toInstant());
    }

    /** Whether the task is open afterwards. */
    boolean starts() {
        return !file.draft() && file.startAt().isEmpty();
    }

    /** The request for a new task, if {@code newest} is still the newest of the name. */
    JsonObject request(Optional<String> newest) {
        JsonObjectBuilder request =
                members().add("policy", file.policy()).add("start", starts()).add("newest", newest.orElse(""));
        if (!file.labels().isEmpty()) {
            request.add("labels", labels());
        }
        file.notes().ifPresent(notes -> request.add("notes", notes));
        file.startAt().ifPresent(at -> request.add("startAt", at));
        return request.build();
    }

    private JsonObjectBuilder labels() {
        JsonObjectBuilder labels = Json.createObjectBuilder();
        file.labels().forEach(labels::add);
        return labels;
    }

    /** The merge patch that makes this draft say what the file says, and nothing else. */
    JsonObject patch(TaskRecord draft) {
        JsonObjectBuilder policy = Json.createObjectBuilder();
        PolicyFields.ALL.forEach(field -> policy.addNull(field.name()));
        JsonObjectBuilder patch = members().addNull("startAt");
        file.startAt().ifPresent(at -> patch.add("startAt", at));
        JsonObjectBuilder labels = Json.createObjectBuilder();
        draft.labels().keySet().forEach(labels::addNull);
        return patch.add("labels", labels.addAll(labels()))
                .add("notes", file.notes().orElse(""))
                .add("policy", policy.addAll(Json.createObjectBuilder(file.policy())))
                .build();
    }

    private JsonObjectBuilder members() {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        for (int i = 0; i < sources.size(); i++) {
            targets.add(Json.createObjectBuilder()
                    .add("selector", sources.get(i).selector())
                    .add("bundle", digests.get(i))
                    .add("bundleName", sources.get(i).name()));
        }
        return Json.createObjectBuilder().add("name", file.name()).add("targets", targets);
    }
}
