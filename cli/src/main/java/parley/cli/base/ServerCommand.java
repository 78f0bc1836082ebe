package parley.cli.base;

import parley.cli.rest.Discovery;
import parley.cli.rest.RestClient;
import parley.cli.rest.ServerOptions;
import picocli.CommandLine.Mixin;

/** A command that talks to the server over REST. */
public abstract class ServerCommand extends CliCommand {

    @Mixin
    ServerOptions server = new ServerOptions();

    private RestClient rest;

    /** The server, found on first use. */
    protected final RestClient rest() {
        if (rest == null) {
            rest = new Discovery(shell(), server.or(root().server())).rest();
        }
        return rest;
    }
}
