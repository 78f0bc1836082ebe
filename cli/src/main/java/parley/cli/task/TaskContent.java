package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import parley.cli.base.SafeName;
import parley.cli.bundle.BundleOptions;
import parley.cli.bundle.Shipment;
import parley.cli.bundle.UploadWarnings;
import parley.cli.policy.PolicyOptions;
import parley.cli.rest.Multipart;
import parley.cli.rest.RestClient;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.InstantText;
import parley.cli.terminal.ProgressBar;
import parley.cli.terminal.Shell;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say what a task is: of {@code task create} and {@code task edit}. */
final class TaskContent {

    @Option(
            names = "--target",
            arity = "2",
            paramLabel = "SELECTOR DIR",
            hideParamSyntax = true,
            description = "What clients with matching labels get; repeatable, the first match counts. SELECTOR as"
                    + " Kubernetes writes it: \"role=web,env in (prod,stage),!canary\"; \"\" is everybody.")
    List<String> targets = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The task's name (default for a new task: that of the first DIR or FILE).")
    String name;

    @Option(names = "--notes", paramLabel = "TEXT", description = "A note that the clients are shown with the offer.")
    String notes;

    @Option(
            names = "--task-label",
            paramLabel = "KEY=VALUE",
            description = "A label of the task itself, for lists and for keys that are for some tasks; repeatable.")
    Map<String, String> labels = Map.of();

    @Option(
            names = "--start-at",
            paramLabel = "TIME",
            description = "When the draft starts by itself: 2h from now, or 2026-11-23T02:00:00+01:00.")
    String startAt;

    @ArgGroup(validate = false, heading = "%nWhat is shipped:%n")
    BundleOptions shipping = new BundleOptions();

    private final PolicyOptions policy = new PolicyOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Adds the options of the policy, which come from the table of its fields. */
    @Spec(Spec.Target.MIXEE)
    void addPolicy(CommandSpec mixee) {
        mixee.addArgGroup(policy.group());
    }

    PolicyOptions policy() {
        return policy;
    }

    /** Prints what would be shipped, and sends nothing. */
    void list(List<TargetSource> wanted, boolean json, Consumer<String> print, Consumer<String> say) {
        JsonArrayBuilder bundles = Json.createArrayBuilder();
        for (TargetSource target : wanted) {
            Shipment shipment = new Shipment(target.source());
            bundles.add(shipment.json().add("name", target.name()).add("selector", target.selector()));
            if (!json) {
                shipment.lines().forEach(print);
                shipment.warnings().forEach(warning -> say.accept("Warning: " + warning));
                say.accept("Nothing was sent. " + target.name() + " would have " + shipment.summary() + ".");
            }
        }
        if (json) {
            print.accept(
                    Json.createObjectBuilder().add("bundles", bundles).build().toString());
        }
    }

    /** What the clients shall get; the first one first. */
    List<TargetSource> sources(Shell shell, List<String> sources) {
        return TargetSource.of(shell, sources, targets, shipping);
    }

    /** Uploads what the clients shall get. */
    List<JsonObject> upload(
            Shell shell, RestClient rest, List<TargetSource> wanted, String taskName, Consumer<String> warnings) {
        List<JsonObject> bundles = new ArrayList<>();
        for (TargetSource target : wanted) {
            Multipart body = target.source().multipart(bundleName(target, taskName), new SecureRandom());
            JsonObject bundle = send(shell, rest, body);
            UploadWarnings.of(bundle).forEach(warnings);
            bundles.add(bundle);
        }
        return bundles;
    }

    private static JsonObject send(Shell shell, RestClient rest, Multipart body) {
        try (ProgressBar bar = new ProgressBar(shell, "Uploading")) {
            long total = body.length();
            body.onProgress(sent -> bar.update(sent, total));
            return rest.upload("/bundles", body);
        }
    }

    private String bundleName(TargetSource target, String taskName) {
        return targets.isEmpty() ? SafeName.from(taskName, "bundle") : target.name();
    }

    /** The members of a request for a task that these options say. */
    JsonObjectBuilder request(
            Shell shell, List<TargetSource> wanted, List<JsonObject> bundles, Optional<String> taskName) {
        JsonObjectBuilder request = Json.createObjectBuilder();
        taskName.ifPresent(said -> request.add("name", said));
        if (!wanted.isEmpty()) {
            addBundles(request, wanted, bundles, taskName.orElse("bundle"));
        }
        if (notes != null) {
            request.add("notes", notes);
        }
        if (!labels.isEmpty()) {
            JsonObjectBuilder object = Json.createObjectBuilder();
            labels.forEach(object::add);
            request.add("labels", object);
        }
        if (startAt != null) {
            request.add("startAt", start(shell));
        }
        return request.add("policy", policy.json(shell.clock().getZone()));
    }

    private void addBundles(
            JsonObjectBuilder request, List<TargetSource> wanted, List<JsonObject> bundles, String taskName) {
        if (targets.isEmpty()) {
            request.add("bundle", bundles.get(0).getString("sha256"))
                    .add("bundleName", bundleName(wanted.get(0), taskName));
            return;
        }
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (int i = 0; i < wanted.size(); i++) {
            list.add(Json.createObjectBuilder()
                    .add("selector", wanted.get(i).selector())
                    .add("bundle", bundles.get(i).getString("sha256"))
                    .add("bundleName", bundleName(wanted.get(i), taskName)));
        }
        request.add("targets", list);
    }

    /** Fails if the time of the start cannot be understood. */
    void check(Shell shell) {
        if (startAt != null) {
            start(shell);
        }
    }

    private String start(Shell shell) {
        try {
            return InstantText.parse(startAt, shell.clock()).toString();
        } catch (TypeConversionException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "Invalid value for option '--start-at': " + e.getMessage() + ".",
                    "The time of day comes twice or never when the clocks change.",
                    command.qualifiedName() + " --help",
                    e);
        }
    }
}
