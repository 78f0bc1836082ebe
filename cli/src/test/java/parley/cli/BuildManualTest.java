package parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.terminal.Shell;
import picocli.CommandLine;

class BuildManualTest {

    @TempDir
    Path program;

    @Test
    void everyCommandOfTheFirstLevelHasAPageAndSoHaveThoseBelow() {
        Set<String> files = BuildManual.files("1.0").keySet();

        assertThat(files).contains("completions/parley", "man/man1/parley.1", "man/man1/parley-task-next-wave.1");
        assertThat(Commands.all().keySet())
                .allSatisfy(name -> assertThat(files).contains("man/man1/parley-" + name + ".1"));
    }

    @Test
    void theCompletionKnowsCommandsAndOptions() {
        assertThat(BuildManual.files("1.0").get("completions/parley"))
                .contains("next-wave", "--error-threshold", "complete -F _complete_parley");
    }

    @Test
    void aPageOfACommandThatIsNoMoreIsRemoved() throws IOException {
        Path old = Files.createDirectories(program.resolve("man/man1")).resolve("parley-gone.1");
        Files.writeString(old, "old");

        BuildManual.write(program, "1.0");

        assertThat(old).doesNotExist();
        assertThat(program.resolve("man/man1/parley-join.1")).isNotEmptyFile();
    }

    @Test
    void whatIsMadeDoesNotDependOnWhoMakesIt() {
        String home = System.getProperty("user.home");
        assertThat(home).hasSizeGreaterThan(1);

        assertThat(BuildManual.files("1.0").values())
                .noneMatch(page -> page.contains(home + "/"))
                .noneMatch(page -> page.contains("\033["));
    }

    /** Picocli warns about such a text on standard error, each time that the help is shown. */
    @Test
    void eachPercentSignOfAnExampleIsWrittenTwice() {
        CommandLine parley = Parley.commandLine(Shell.ofThisProcess(), "help");
        List<String> lines = new ArrayList<>();
        collectExamples(parley, lines);

        assertThat(lines).hasSizeGreaterThan(50).allSatisfy(line -> assertThat(String.format(line))
                .isNotNull());
        assertThat(BuildManual.files("1.0").get("man/man1/parley-task-edit.1")).contains("\\-\\-waves 1,10%,100%\n");
    }

    private static void collectExamples(CommandLine command, List<String> lines) {
        lines.addAll(List.of(command.getCommandSpec().usageMessage().footer()));
        lines.addAll(List.of(command.getCommandSpec().usageMessage().description()));
        lines.addAll(List.of(command.getCommandSpec().usageMessage().header()));
        command.getSubcommands().values().forEach(each -> collectExamples(each, lines));
    }
}
