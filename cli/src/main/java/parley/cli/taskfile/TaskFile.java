package parley.cli.taskfile;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanDuration;
import parley.message.Names;
import parley.message.policy.FieldType;
import parley.message.policy.PolicyField;
import parley.message.policy.PolicyFieldException;
import parley.message.policy.PolicyFields;
import picocli.CommandLine.TypeConversionException;

/**
 * What a task file says (docs/task.schema.json).
 *
 * @param labels of the task itself, not of its clients
 * @param targets at least one
 * @param policy the fields that it names, as REST has them
 */
public record TaskFile(
        String name,
        Optional<String> notes,
        Map<String, String> labels,
        List<Target> targets,
        JsonObject policy,
        Optional<String> startAt,
        boolean draft) {

    /** The most bytes of a file. */
    static final int MAX_BYTES = 1_000_000;

    static final Set<String> MEMBERS =
            Set.of("name", "notes", "labels", "bundle", "targets", "policy", "startAt", "draft");

    private static final Set<String> OF_TARGET = Set.of("selector", "bundle");

    /**
     * What some clients get.
     *
     * @param selector empty: all
     * @param files absolute
     */
    public record Target(String selector, Path files) {}

    /** @throws CliProblem with file, line and column, when it is not valid */
    public static TaskFile read(Path file) {
        return of(file, text(file));
    }

    static TaskFile of(Path file, String text) {
        String shown = String.valueOf(file.getFileName());
        YamlMembers all = new YamlMembers(shown, "a task", YamlTree.read(shown, text), MEMBERS);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Optional<String> startAt = all.text("startAt");
        startAt.ifPresent(at -> checkInstant(all, at));
        return new TaskFile(
                all.text("name").filter(name -> !name.isBlank()).orElseThrow(() -> all.at("name")
                        .problem("name is missing: it finds the task of the run before")),
                all.text("notes"),
                all.has("labels") ? labels(all) : Map.of(),
                targets(all, folder),
                all.has("policy") ? policy(all) : JsonValue.EMPTY_JSON_OBJECT,
                startAt,
                all.flag("draft"));
    }

    private static void checkInstant(YamlMembers all, String at) {
        try {
            OffsetDateTime.parse(at);
        } catch (DateTimeException e) {
            throw all.at("startAt")
                    .problem("startAt is no time with its offset from UTC, such as 2026-11-23T03:00:00+01:00");
        }
    }

    private static Map<String, String> labels(YamlMembers all) {
        if (!(all.json("labels") instanceof JsonObject said)) {
            throw all.at("labels").problem("labels is no mapping of names to values");
        }
        Map<String, String> labels = new TreeMap<>();
        said.forEach((key, value) -> {
            if (!(value instanceof JsonString text)) {
                throw all.at("labels").problem("the label " + key + " is no text; put it in quotes");
            }
            labels.put(key, text.getString());
        });
        try {
            return Names.checkLabels(labels);
        } catch (IllegalArgumentException e) {
            throw all.at("labels").problem("labels: " + e.getMessage());
        }
    }

    private static List<Target> targets(YamlMembers all, Path folder) {
        if (all.has("bundle") == all.has("targets")) {
            throw all.at(all.has("targets") ? "targets" : "name").problem("a task has either bundle or targets");
        }
        if (all.has("bundle")) {
            return List.of(new Target("", files(all, folder)));
        }
        List<Target> targets = all.list("targets", OF_TARGET).stream()
                .map(target -> new Target(target.text("selector").orElse("").strip(), files(target, folder)))
                .toList();
        if (targets.isEmpty()) {
            throw all.at("targets").problem("targets is empty");
        }
        return targets;
    }

    /** Relative to the folder of the file. */
    private static Path files(YamlMembers members, Path folder) {
        String path = members.text("bundle").filter(text -> !text.isBlank()).orElseThrow(() -> members.at("bundle")
                .problem("bundle is missing: a folder, file or archive"));
        Path files = folder.resolve(path).normalize();
        if (!Files.exists(files)) {
            throw members.at("bundle").problem(path + " does not exist beside the file", "check the path");
        }
        return files;
    }

    private static JsonObject policy(YamlMembers all) {
        Set<String> names =
                PolicyFields.ALL.stream().map(PolicyField::name).collect(Collectors.toCollection(TreeSet::new));
        YamlMembers said = all.mapping("policy", names).orElseThrow();
        JsonObjectBuilder policy = Json.createObjectBuilder();
        for (PolicyField<?> field : PolicyFields.ALL) {
            if (said.has(field.name())) {
                policy.add(field.name(), value(field, said));
            }
        }
        return policy.build();
    }

    private static JsonValue value(PolicyField<?> field, YamlMembers said) {
        JsonValue value = said.json(field.name());
        boolean duration = field.type().kind() == FieldType.Kind.DURATION;
        JsonValue iso = duration && value instanceof JsonString text ? iso(text) : value;
        try {
            field.read(iso);
            return iso;
        } catch (PolicyFieldException e) {
            throw said.at(field.name()).problem("policy." + e.getMessage());
        }
    }

    /** {@code 2h} as {@code PT2H}; what is no length of time stays, for the field to refuse. */
    private static JsonValue iso(JsonString text) {
        try {
            return Json.createValue(
                    new HumanDuration().convert(text.getString()).toString());
        } catch (TypeConversionException e) {
            return text;
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new CliProblem(
                        ExitCode.USAGE,
                        "The task file is too large.",
                        file + " has more than " + MAX_BYTES / 1_000_000 + " MB.",
                        "the files to roll out belong beside it, not into it");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CliProblem(
                    ExitCode.USAGE, "The task file is not valid.", file + " is not UTF-8.", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The task file cannot be read.",
                    "The system says: " + e.getMessage() + " (" + e.getClass().getSimpleName() + ").",
                    "check the path",
                    e);
        }
    }
}
