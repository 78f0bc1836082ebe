package parley.cli.token;

import parley.cli.base.CommandGroup;
import picocli.CommandLine.Command;

/** {@code parley token …}. */
@Command(
        name = "token",
        header = "Make, list, change and revoke the join tokens of a task.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokenCreate.class, TokenList.class, TokenRotate.class, TokenExtend.class, TokenRevoke.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley token create edge --clients 1 --name web-1",
            "  parley token list edge",
            "  parley token extend edge 3f2a --expires 1d",
            "  parley token rotate edge 3f2a",
            "  parley token revoke edge 3f2a --with-clients"
        })
public final class TokenCommand extends CommandGroup {}
