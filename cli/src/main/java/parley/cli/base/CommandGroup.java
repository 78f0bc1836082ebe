package parley.cli.base;

import picocli.CommandLine.Option;

/** A word that only leads to commands, such as {@code parley task}. */
public abstract class CommandGroup {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
