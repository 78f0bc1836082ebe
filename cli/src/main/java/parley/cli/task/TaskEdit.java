package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.policy.PolicyFieldNames;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task edit TASK}: changes a draft. */
@Command(
        name = "edit",
        header = "Change a draft: its name, notes and labels, what the clients get, its policy, when it starts.",
        description = {
            "What is not given stays as it is. A task that has started cannot be changed; create one from it with",
            "parley task create --from TASK."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley task edit edge --notes \"with the new upstream\"",
            "  parley task edit edge ./config --waves 1,10%%,100%%",
            "  parley task edit edge --unset waves,window --no-start-at"
        })
final class TaskEdit extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "DIR|FILE", description = "What the clients get.")
    List<String> sources = List.of();

    @Mixin
    TaskContent content = new TaskContent();

    @Option(
            names = "--no-task-label",
            paramLabel = "KEY",
            description = "Take this label of the task away; repeatable.")
    List<String> noLabels = List.of();

    @Option(names = "--no-start-at", description = "The draft does not start by itself.")
    boolean noStartAt;

    @Option(
            names = "--unset",
            paramLabel = "FIELD",
            split = ",",
            completionCandidates = PolicyFieldNames.class,
            description = "Give these fields of the policy their defaults again; named as in REST: waves, window.")
    List<String> unset = List.of();

    @Override
    protected ExitCode run() {
        check();
        List<TargetSource> files =
                sources.isEmpty() && content.targets.isEmpty() ? List.of() : content.sources(shell(), sources);
        if (content.shipping.dryRun()) {
            content.list(files, json, this::print, this::say);
            return ExitCode.OK;
        }
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String name = content.name == null ? task.name() : content.name;
        List<JsonObject> bundles = content.upload(shell(), rest(), files, name, json ? warning -> {} : this::say);
        JsonObject patch = patch(
                content.request(shell(), files, bundles, Optional.of(name)).build());
        if (patch.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE, "Nothing was changed.", "No option says what.", "parley task edit --help");
        }
        Optional<JsonObject> edited = new RollBackQuestion(shell(), !json)
                .send(request -> rest().patch(TaskLookup.path(task.id()), request), patch);
        return edited.map(answer -> show(new TaskRecord(answer))).orElse(ExitCode.FAILED);
    }

    private void check() {
        content.check(shell());
        if (noStartAt && content.startAt != null) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "There are two ways to say when the draft starts.",
                    "--no-start-at does not go with --start-at.",
                    "leave one of them out");
        }
    }

    private JsonObject patch(JsonObject said) {
        JsonObjectBuilder policy = Json.createObjectBuilder(said.getJsonObject("policy"));
        unset.forEach(policy::addNull);
        JsonObject changes = policy.build();
        JsonObjectBuilder patch = Json.createObjectBuilder(said).remove("policy");
        if (content.name == null) {
            patch.remove("name");
        }
        if (!changes.isEmpty()) {
            patch.add("policy", changes);
        }
        if (!noLabels.isEmpty()) {
            JsonObjectBuilder labels = said.containsKey("labels")
                    ? Json.createObjectBuilder(said.getJsonObject("labels"))
                    : Json.createObjectBuilder();
            noLabels.forEach(labels::addNull);
            patch.add("labels", labels);
        }
        if (noStartAt) {
            patch.add("startAt", JsonValue.NULL);
        }
        return patch.build();
    }

    private ExitCode show(TaskRecord task) {
        if (json) {
            print(task.output().build());
            return ExitCode.OK;
        }
        String starts = task.time("startAt")
                .map(at -> "; it starts by itself at " + HumanFormat.time(at, shell().clock()))
                .orElse("");
        say("The draft " + task.name() + " is changed" + starts + ". Look at it: parley task show " + task.id());
        return ExitCode.OK;
    }
}
