package parley.cli.join;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.client.CopiedState;
import parley.client.RememberedServers;
import parley.client.RememberedServers.KeyOrigin;

/**
 * Notices, before anything is sent, that the state folder was copied from another machine: the machine-id differs, or
 * the host name does and the client's name would change with it. The server would take two machines with one key for
 * one client.
 */
final class CopyCheck {

    private final Shell shell;
    private final Path stateFolder;
    private final Optional<CopiedState> chosen;
    private final boolean hostNamesClient;
    private final boolean asks;

    /**
     * @param chosen by an option
     * @param hostNamesClient whether the client's name is that of the host, because none was given
     * @param asks whether a person can be asked
     */
    CopyCheck(Shell shell, Path stateFolder, Optional<CopiedState> chosen, boolean hostNamesClient, boolean asks) {
        this.shell = shell;
        this.stateFolder = stateFolder;
        this.chosen = chosen;
        this.hostNamesClient = hostNamesClient;
        this.asks = asks;
    }

    /** What the client does about a copy; for a new key the copied one is forgotten. */
    CopiedState decide(String server, String name) {
        try {
            RememberedServers standing = RememberedServers.in(stateFolder);
            Optional<KeyOrigin> origin = standing.keyOrigin(server).filter(found -> isCopy(found, name));
            if (origin.isEmpty()) {
                return CopiedState.REFUSE;
            }
            CopiedState decision = decide(origin.get(), name);
            if (decision == CopiedState.NEW_KEY) {
                standing.forgetServer(server);
            }
            return decision;
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The state folder " + stateFolder + " cannot be used.",
                    e.getMessage() + ".",
                    "fix that, and run the same command again",
                    e);
        }
    }

    private boolean isCopy(KeyOrigin origin, String name) {
        boolean calledOtherwise =
                origin.client().filter(before -> !before.equals(name)).isPresent();
        return origin.otherMachine() || hostNamesClient && origin.otherHost() && calledOtherwise;
    }

    private CopiedState decide(KeyOrigin origin, String name) {
        String from = origin.client().orElse("another machine");
        String what = "This state folder was copied from " + from + ": " + stateFolder + ".";
        if (chosen.isPresent()) {
            return chosen.get();
        }
        if (asks) {
            shell.err().println(what);
            if (shell.confirm("Make a new key, so that this machine is a client of its own?")) {
                return CopiedState.NEW_KEY;
            }
        }
        throw new CliProblem(
                ExitCode.FAILED,
                what,
                origin.otherMachine()
                        ? "The machine-id has changed since its key was made. The server takes two "
                                + "machines with one key for one client and ends the session of one of them."
                        : "The host had another name when its key was made; the server knows this key as " + from
                                + " and not as " + name + ".",
                "--new-key makes this machine a client of its own (as does parley leave --forget); if it is the "
                        + "same machine"
                        + (origin.otherMachine() ? ": --keep-key" : ": --name " + from),
                Optional.of("copied_state"));
    }
}
