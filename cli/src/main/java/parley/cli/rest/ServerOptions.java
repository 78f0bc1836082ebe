package parley.cli.rest;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command talks to, and with which key. Accepted before and after the command's name. */
public final class ServerOptions {

    @Option(
            names = "--server",
            paramLabel = "URL",
            order = 95,
            description =
                    "The server (default: $PARLEY_SERVER, else that of the profile, else the one that runs on this "
                            + "machine).")
    String server;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            order = 96,
            description =
                    "A file with an API key (default: $PARLEY_API_KEY, else that of the profile, else the key of this "
                            + "machine's server).")
    String keyFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            order = 97,
            description = "The data folder of the server to use, if several run on this machine (default: "
                    + "$PARLEY_DATA).")
    String data;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            order = 98,
            description = "A server that parley login has signed in to (default: $PARLEY_PROFILE, else the one of the "
                    + "last parley login).")
    String profile;

    /** The data folder that was named. */
    public Optional<String> data() {
        return Optional.ofNullable(data);
    }

    /** These options, with those of {@code outer} for missing ones. */
    public ServerOptions or(ServerOptions outer) {
        ServerOptions both = new ServerOptions();
        both.server = server != null ? server : outer.server;
        both.keyFile = keyFile != null ? keyFile : outer.keyFile;
        both.data = data != null ? data : outer.data;
        both.profile = profile != null ? profile : outer.profile;
        return both;
    }
}
