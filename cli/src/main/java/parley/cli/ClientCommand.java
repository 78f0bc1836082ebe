package parley.cli;

import picocli.CommandLine.Command;

/** {@code parley client …}. */
@Command(
        name = "client",
        header = "Remove a client from a task.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClientForget.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley client forget edge web-1",
            "",
            "parley task show TASK lists the clients, parley task show TASK CLIENT shows one."
        })
final class ClientCommand extends CommandGroup {}
