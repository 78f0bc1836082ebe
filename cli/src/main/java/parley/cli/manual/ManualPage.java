package parley.cli.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of one command, in the macros of man(7). It has what {@code --help} shows, whatever the terminal and
 * the variables of whoever makes it.
 */
public final class ManualPage {

    private static final ColorScheme PLAIN = Help.defaultColorScheme(Ansi.OFF);
    /** No line of a help text is wrapped before the pager does it. */
    private static final int NEVER_WRAPPED = 10_000;

    private final CommandLine command;
    private final CommandSpec spec;
    private final Help help;
    private final Roff roff = new Roff();

    private ManualPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
        command.setUsageHelpWidth(NEVER_WRAPPED);
        this.help = new Help(spec, PLAIN);
    }

    /** The name of the command's page without its section: {@code parley-task-create}. */
    public static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** The page of {@code command}; {@code version} stands in its footer. */
    public static String of(CommandLine command, String version) {
        return new ManualPage(command).text(version);
    }

    private String text(String version) {
        roff.title(name(command).toUpperCase(Locale.ROOT), "parley " + version, "Parley Manual");
        roff.section("NAME");
        roff.paragraph(
                name(command) + " - " + String.join(" ", help.header().strip().split("\\R")));
        roff.section("SYNOPSIS");
        roff.paragraph(help.synopsis(0).strip());
        lines("DESCRIPTION", help.description());
        arguments();
        options();
        commands();
        verbatim(help.footerHeading(), help.footer());
        exitCodes();
        seeAlso();
        return roff.text();
    }

    private void lines(String section, String text) {
        if (!text.isBlank()) {
            roff.section(section);
            text.strip().lines().forEach(roff::paragraph);
        }
    }

    private void arguments() {
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        if (parameters.isEmpty()) {
            return;
        }
        roff.section("ARGUMENTS");
        for (PositionalParamSpec parameter : parameters) {
            item(help.createDefaultParameterRenderer()
                    .render(parameter, help.createDefaultParamLabelRenderer(), PLAIN));
        }
    }

    private void options() {
        List<OptionSpec> options = new ArrayList<>(spec.options());
        options.removeIf(OptionSpec::hidden);
        options.sort(Comparator.comparingInt(OptionSpec::order));
        if (options.isEmpty()) {
            return;
        }
        roff.section("OPTIONS");
        for (OptionSpec option : options) {
            item(help.createDefaultOptionRenderer().render(option, help.createDefaultParamLabelRenderer(), PLAIN));
        }
    }

    /** Picocli gives the rows of a table: the mark of what is required, names in three columns, one line of text. */
    private void item(Text[][] rows) {
        Text[] first = rows[0];
        String names = (first[1].toString() + first[2] + " " + first[3])
                .replaceAll("\\s+", " ")
                .strip();
        List<String> text = Arrays.stream(rows)
                .map(row -> row[row.length - 1].toString().strip())
                .filter(line -> !line.isEmpty())
                .toList();
        roff.item(names, String.join(" ", text));
    }

    private void commands() {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        roff.section("COMMANDS");
        for (CommandLine each : new LinkedHashSet<>(command.getSubcommands().values())) {
            roff.item(
                    name(each) + "(1)",
                    new Help(each.getCommandSpec(), PLAIN).header().strip());
        }
    }

    private void verbatim(String heading, String text) {
        if (!text.isBlank()) {
            roff.section(heading.strip().replace(":", "").toUpperCase(Locale.ROOT));
            roff.verbatim(text.stripTrailing());
        }
    }

    private void exitCodes() {
        Map<String, String> codes = spec.usageMessage().exitCodeList();
        if (!codes.isEmpty()) {
            roff.section("EXIT STATUS");
            codes.forEach(roff::item);
        }
    }

    private void seeAlso() {
        List<String> pages = new ArrayList<>();
        for (CommandSpec above = spec.parent(); above != null; above = above.parent()) {
            pages.add(0, name(above.commandLine()) + "(1)");
        }
        if (!pages.isEmpty()) {
            roff.section("SEE ALSO");
            roff.paragraph(String.join(", ", pages));
        }
    }
}
