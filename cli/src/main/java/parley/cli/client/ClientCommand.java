package parley.cli.client;

import parley.cli.base.CommandGroup;
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
public final class ClientCommand extends CommandGroup {}
