package parley.cli.base;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.cli.rest.Discovery;
import parley.cli.rest.RestClient;
import parley.cli.rest.ServerOptions;
import picocli.CommandLine.Mixin;

/** A command that talks to the server over REST. */
public abstract class ServerCommand extends CliCommand {

    @Mixin
    ServerOptions server = new ServerOptions();

    private @Nullable RestClient rest;

    /** The data folder that was named before or after the command. */
    protected final Optional<String> namedData() {
        return server.or(root().server()).data();
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
