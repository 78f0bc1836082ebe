package parley.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManualPageTest {

    @Command(name = "tool", header = "Does things.", subcommands = Cut.class)
    static final class Tool {}

    @Command(
            name = "cut",
            header = "Cut a text.",
            description = {
                "One line that is longer than eighty characters, so that a terminal would break it in two.",
                ".so"
            },
            footerHeading = "%nExamples:%n",
            footer = {"  tool cut 'a b' C:\\x", "", ".end"})
    static final class Cut {

        @Option(
                names = {"-f", "--from-end"},
                paramLabel = "N",
                description = "How many (default: ${DEFAULT-VALUE}).")
        int from = 3;

        @Option(names = "--secret-door", hidden = true)
        boolean hidden;

        @Parameters(paramLabel = "TEXT", description = "What to cut.")
        String text;
    }

    @Test
    void aPageHasWhatTheHelpShowsAndNoTextIsReadAsAMacro() {
        CommandLine tool = new CommandLine(new Tool());

        assertThat(ManualPage.of(tool.getSubcommands().get("cut"), "1.0"))
                .isEqualTo(
                        """
                        .TH "TOOL\\-CUT" 1 "" "parley 1.0" "Parley Manual"
                        .nh
                        .ad l
                        .SH "NAME"
                        .PP
                        tool\\-cut \\- Cut a text.
                        .SH "SYNOPSIS"
                        .PP
                        tool cut [\\-f=N] TEXT
                        .SH "DESCRIPTION"
                        .PP
                        One line that is longer than eighty characters, so that a terminal would break it in two.
                        .PP
                        \\&.so
                        .SH "ARGUMENTS"
                        .TP
                        .B TEXT
                        What to cut.
                        .SH "OPTIONS"
                        .TP
                        .B \\-f, \\-\\-from\\-end=N
                        How many (default: 3).
                        .SH "EXAMPLES"
                        .PP
                        .nf
                          tool cut \\(aqa b\\(aq C:\\ex

                        \\&.end
                        .fi
                        .SH "SEE ALSO"
                        .PP
                        tool(1)
                        """);
    }

    @Test
    void theNameOfAPageIsThatOfTheWholeCommand() {
        CommandLine tool = new CommandLine(new Tool());

        assertThat(ManualPage.name(tool)).isEqualTo("tool");
        assertThat(ManualPage.name(tool.getSubcommands().get("cut"))).isEqualTo("tool-cut");
    }
}
