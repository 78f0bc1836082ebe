package parley.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.cli.base.GlobalOptions;
import parley.cli.base.Version;
import parley.cli.rest.ServerOptions;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanDuration;
import parley.cli.terminal.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code parley}: entry point of the CLI. */
@Command(
        name = "parley",
        header = "Rolls configuration updates out to machines that share nothing but one token.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley demo                          see it work on this machine, in one go",
            "  parley serve                         run the server",
            "  parley task create ./config          start an update; ends with the line for the clients",
            "  parley join parley1_…                take part in it, on each client",
            "",
            "parley help COMMAND shows one command; parley help environment the variables that are read.",
        })
public final class Parley implements GlobalOptions, Runnable {

    private final Shell shell;

    @Spec
    CommandSpec spec;

    @Mixin
    ServerOptions server = new ServerOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    Parley(Shell shell) {
        this.shell = shell;
    }

    public static void main(String[] arguments) {
        System.exit(run(Shell.ofThisProcess(), arguments));
    }

    /**
     *  Runs one command line in {@code shell} and returns its exit code. Never throws because of an error of the
     *  command.
     */
    public static int run(Shell shell, String... arguments) {
        int exit = commandLine(shell, arguments).execute(arguments);
        shell.out().flush();
        shell.err().flush();
        return exit;
    }

    /** The command line with those commands that {@code arguments} can mean. */
    static CommandLine commandLine(Shell shell, String... arguments) {
        CommandLine line = new CommandLine(new Parley(shell));
        Commands.of(arguments).forEach(line::addSubcommand);
        line.registerConverter(Duration.class, new HumanDuration());
        // The content of a file is a token, never options: parley join @FILE reads the file itself.
        line.setExpandAtFiles(false);
        layOut(line);
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        return line.setOut(shell.out())
                .setErr(shell.err())
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(shell.outStyle().colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(
                        shell.terminal().outIsTerminal()
                                ? Math.min(120, Math.max(60, shell.terminal().width()))
                                : 100)
                .setParameterExceptionHandler(new UsageErrors(shell))
                .setExecutionExceptionHandler(new CommandErrors(shell));
    }

    private static void layOut(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.synopsisHeading("%nUsage: ")
                .descriptionHeading(usage.description().length == 0 ? "" : "%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false);
        line.getSubcommands().values().forEach(Parley::layOut);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(exit -> codes.put(Integer.toString(exit.code()), exit.meaning()));
        return codes;
    }

    @Override
    public void run() {
        spec.commandLine().usage(shell.out());
    }

    @Override
    public Shell shell() {
        return shell;
    }

    @Override
    public ServerOptions server() {
        return server;
    }
}
