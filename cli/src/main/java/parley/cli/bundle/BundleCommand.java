package parley.cli.bundle;

import parley.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code parley bundle …}. */
@Command(
        name = "bundle",
        header = "List and delete the bundles of the server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BundleList.class, BundleDelete.class},
        footerHeading = "%nExamples:%n",
        footer = {"  parley bundle list", "  parley bundle delete 01c4ea89", "", "parley task create uploads bundles."})
public final class BundleCommand extends CommandGroup {}
