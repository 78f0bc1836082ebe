package parley.cli.key;

import parley.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code parley key …}. */
@Command(
        name = "key",
        header = "Make, list and revoke API keys.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyCreate.class, KeyList.class, KeyRevoke.class},
        footerHeading = "%nExamples:%n",
        footer = {"  parley key create ci --role operator", "  parley key list", "  parley key revoke ci"})
public final class KeyCommand extends CommandGroup {}
