package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.cli.base.ServerCommand;
import parley.cli.bundle.BundleOptions;
import parley.cli.bundle.BundleSource;
import parley.cli.bundle.UploadWarnings;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.taskfile.TaskFile;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.cli.token.ShownToken;
import parley.message.bundle.Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley task apply -f FILE}: brings a task about as a file describes it. */
@Command(
        name = "apply",
        header = "Bring a task about as a file describes it; a second run changes nothing.",
        description = {
            "The newest task with the file's name is compared with the file: notes, labels, targets, contents, policy.",
            "If all are the same, nothing is done. A draft that differs is changed; otherwise a new task is made."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task apply -f task.yaml --dry-run",
            "  parley task apply -f task.yaml --json > /dev/null",
            "  parley task apply -f task.yaml --detailed-exit-code"
        })
final class TaskApply extends ServerCommand {

    private static final String DRAFT = "draft";

    /** How often the file is compared again because somebody else was quicker. */
    private static final int MOST_TRIES = 4;

    /** What the server answers when the newest task is not what it was when it was read. */
    private static final Set<String> MEANWHILE = Set.of("changed", "wrong_state");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The task file, in YAML.")
    String path;

    @Option(names = "--dry-run", description = "Say what would be done; nothing is sent.")
    boolean dryRun;

    @Option(names = "--allow-downgrade", description = "Roll clients back that have a newer bundle, without asking.")
    boolean allowDowngrade;

    @Option(names = "--detailed-exit-code", description = "End with 11 if there was nothing to do.")
    boolean detailed;

    @Override
    protected ExitCode run() {
        TaskFile file = TaskFile.read(shell().path(path));
        List<TargetSource> sources =
                file.targets().stream().map(TaskApply::source).toList();
        for (int tries = 1; ; tries++) {
            try {
                return compared(file, sources);
            } catch (CliProblem e) {
                if (tries == MOST_TRIES || e.code().filter(MEANWHILE::contains).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private ExitCode compared(TaskFile file, List<TargetSource> sources) {
        Optional<TaskRecord> before = new TaskLookup(rest()).newest(file.name());
        List<String> digests = sources.stream().map(TaskApply::digest).toList();
        if (dryRun) {
            AppliedTask wanted = new AppliedTask(file, sources, digests);
            return show(before, before.map(wanted::changes).orElse(List.of()), Optional.empty());
        }
        AppliedTask wanted = new AppliedTask(file, sources, uploaded(sources, digests, before));
        List<String> changes = before.map(wanted::changes).orElse(List.of());
        if (before.isPresent() && changes.isEmpty()) {
            return show(before, changes, before);
        }
        return apply(wanted, before)
                .map(answer -> show(before, changes, Optional.of(new TaskRecord(answer))))
                .orElse(ExitCode.FAILED);
    }

    private static TargetSource source(TaskFile.Target target) {
        Path files = target.files();
        BundleSource bundle = BundleSource.of(List.of(files), new BundleOptions());
        return new TargetSource(target.selector(), TargetSource.name(files, "bundle"), bundle);
    }

    private static String digest(TargetSource source) {
        return source.source().digest().map(Digest::text).orElse(AppliedTask.UNKNOWN);
    }

    /** The digests of all bundles; what the task before has is not sent again. */
    private List<String> uploaded(List<TargetSource> sources, List<String> digests, Optional<TaskRecord> before) {
        List<String> known = before.stream()
                .flatMap(task -> task.targets().stream())
                .map(target -> target.getJsonObject("bundle").getString("sha256"))
                .toList();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            all.add(known.contains(digests.get(i)) ? digests.get(i) : upload(sources.get(i)));
        }
        return all;
    }

    private String upload(TargetSource source) {
        JsonObject bundle = rest().upload("/bundles", source.source().multipart(source.name(), new SecureRandom()));
        if (!json) {
            UploadWarnings.of(bundle).forEach(this::say);
        }
        return bundle.getString("sha256");
    }

    /** Makes a task, or changes the draft; empty if the operator decided otherwise. */
    private Optional<JsonObject> apply(AppliedTask wanted, Optional<TaskRecord> before) {
        RollBackQuestion question = new RollBackQuestion(shell(), !json);
        Optional<TaskRecord> draft = before.filter(task -> task.state().equals(DRAFT));
        if (draft.isEmpty()) {
            return question.post(rest(), "/tasks", allowed(wanted.request(before.map(TaskRecord::id))));
        }
        String task = TaskLookup.path(draft.get().id());
        Optional<JsonObject> edited =
                question.send(request -> rest().patch(task, request), allowed(wanted.patch(draft.get())));
        return wanted.starts()
                ? edited.flatMap(done -> question.post(rest(), task + "/start", allowed(JsonObject.EMPTY_JSON_OBJECT)))
                : edited;
    }

    private JsonObject allowed(JsonObject request) {
        return allowDowngrade ? RollBackQuestion.allowing(request) : request;
    }

    /** @param done the task afterwards; empty in a dry run */
    private ExitCode show(Optional<TaskRecord> before, List<String> changes, Optional<TaskRecord> done) {
        boolean unchanged = before.isPresent() && changes.isEmpty();
        boolean edits = before.filter(task -> task.state().equals(DRAFT)).isPresent();
        String action = unchanged ? "unchanged" : edits ? "changed" : "created";
        if (json) {
            printJson(action, changes, done.or(() -> before));
        } else {
            printText(action, before, changes, done);
        }
        return unchanged && detailed ? ExitCode.NOTHING_TO_DO : ExitCode.OK;
    }

    private void printJson(String action, List<String> changes, Optional<TaskRecord> task) {
        JsonObjectBuilder output = task.map(TaskRecord::summary).orElseGet(Json::createObjectBuilder);
        output.add("action", action).add("dryRun", dryRun).add("changes", Json.createArrayBuilder(changes));
        task.map(found -> found.json().getJsonObject("token")).ifPresent(token -> new ShownToken(token).addTo(output));
        print(output.build());
    }

    private void printText(
            String action, Optional<TaskRecord> before, List<String> changes, Optional<TaskRecord> done) {
        String why = changes.isEmpty()
                ? before.isEmpty() ? " (there is no task with this name)" : ""
                : " (" + String.join(", ", changes) + ")";
        if (dryRun) {
            String would = action.equals("unchanged")
                    ? "Nothing would be done."
                    : "The task would be " + action + ErrorText.printable(why) + ".";
            say(would + " Nothing was sent.");
            return;
        }
        TaskRecord task = done.orElseThrow();
        say("Task " + ErrorText.printable(task.name()) + " is " + action + ErrorText.printable(why) + ": "
                + task.state() + " (" + task.id() + ").");
        JsonObject token = task.json().getJsonObject("token");
        if (token != null) {
            new ShownToken(token).print(shell(), false);
        }
    }
}
