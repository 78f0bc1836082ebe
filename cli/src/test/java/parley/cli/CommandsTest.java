package parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.cli.task.TaskCommand;
import picocli.CommandLine.Command;

class CommandsTest {

    @Test
    void everyCommandIsKnownByItsName() {
        Commands.all()
                .forEach((name, command) ->
                        assertThat(command.getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void onlyTheNamedCommandIsBuilt() {
        assertThat(Commands.of("task", "list")).isEqualTo(List.of(TaskCommand.class));
        assertThat(Commands.of("--version")).isEmpty();
    }

    @Test
    void whereNoneIsNamedOrAllAreShownAllAreBuilt() {
        assertThat(Commands.of()).hasSize(21);
        assertThat(Commands.of("--server", "http://127.0.0.1:8080", "task", "list"))
                .hasSize(21);
        assertThat(Commands.of("help", "task")).hasSize(21);
        assertThat(Commands.of("generate-completion")).hasSize(21);
        assertThat(Commands.of("tsak")).hasSize(21);
    }
}
