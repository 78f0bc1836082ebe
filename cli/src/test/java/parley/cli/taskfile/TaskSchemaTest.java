package parley.cli.taskfile;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/task.schema.json and the examples for CI say what the program reads. */
class TaskSchemaTest {

    private static final Path DOCS = Path.of("../docs");
    private static final Path SCHEMA = DOCS.resolve("task.schema.json");

    /** After a change of a field: {@code mvn -pl cli -am test -Dtest=TaskSchemaTest -Dparley.schema.write=true}. */
    @Test
    void theSchemaIsThatOfThePolicyTable() throws Exception {
        if (Boolean.getBoolean("parley.schema.write")) {
            write();
        }
        try (Reader text = Files.newBufferedReader(SCHEMA);
                JsonReader reader = Json.createReader(text)) {
            assertThat(reader.readObject())
                    .as("docs/task.schema.json; -Dparley.schema.write=true writes it anew")
                    .isEqualTo(TaskSchema.whole());
        }
    }

    private static void write() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(TaskSchema.whole());
        }
        Files.writeString(SCHEMA, text.toString().strip() + "\n");
    }

    @Test
    void theSchemaHasTheMembersOfATaskFile() {
        assertThat(TaskSchema.whole().getJsonObject("properties").keySet()).isEqualTo(TaskFile.MEMBERS);
    }

    @Test
    void theExampleIsATaskFile() throws Exception {
        TaskFile task = TaskFile.read(DOCS.resolve("examples/task.yaml"));

        assertThat(task.name()).isEqualTo("edge");
        assertThat(task.policy().getString("waves")).isEqualTo("1,10%,100%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml"})
    void theExamplesForCiApplyATaskFileAndShowNoToken(String name) throws Exception {
        Object read = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(DOCS.resolve("examples").resolve(name)));

        List<String> commands =
                texts(read).filter(text -> text.contains("parley task apply")).toList();
        assertThat(commands).hasSize(2);
        assertThat(commands.get(0)).contains("--dry-run");
        assertThat(commands.get(1)).contains("> /dev/null");
        assertThat(texts(read).filter(text -> text.contains("PARLEY_API_KEY") || text.contains("pak_")))
                .allMatch(text -> !text.contains("pak_"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theExampleForGitHubHasItsParts() throws Exception {
        Map<String, Object> workflow =
                (Map<String, Object>) new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(DOCS.resolve("examples/github-actions.yml")));

        assertThat(workflow).containsKeys("name", "on", "permissions", "jobs");
        Map<String, Object> jobs = (Map<String, Object>) workflow.get("jobs");
        assertThat(jobs.values())
                .allSatisfy(job -> assertThat((Map<String, Object>) job).containsKeys("runs-on", "steps"));
    }

    /** All texts of a tree. */
    private static Stream<String> texts(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(TaskSchemaTest::texts);
        }
        return tree instanceof List<?> list
                ? list.stream().flatMap(TaskSchemaTest::texts)
                : Stream.of(String.valueOf(tree));
    }
}
