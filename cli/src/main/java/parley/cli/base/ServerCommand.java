package parley.cli.base;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.cli.rest.Discovery;
import parley.cli.rest.RestClient;
import parley.cli.rest.ServerDataFolder;
import parley.cli.rest.ServerOptions;
import picocli.CommandLine.Mixin;

/** A command that talks to the server over REST. */
public abstract class ServerCommand extends CliCommand {

    @Mixin
    ServerOptions server = new ServerOptions();

    private @Nullable RestClient rest;

    /** The data folder of the server that is meant: the one that is named, else that of the only one that runs. */
    protected final Optional<ServerDataFolder> dataFolder() {
        return new Discovery(shell(), server.or(root().server())).dataFolder();
    }

    /** The server, found on first use. */
    protected final RestClient rest() {
        RestClient found = rest;
        if (found == null) {
            found = new Discovery(shell(), server.or(root().server())).rest();
            rest = found;
        }
        return found;
    }
}
