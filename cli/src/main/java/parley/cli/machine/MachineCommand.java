package parley.cli.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parley.apply.DestinationStatus;
import parley.cli.base.CliCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.ExitCode;
import parley.client.RememberedServers;
import parley.client.UpdateFailedException;
import parley.message.bundle.BundleRef;
import picocli.CommandLine.Option;

/** The base of commands about this machine that need no server: the folder, and the error texts. */
abstract class MachineCommand extends CliCommand {

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The folder that was updated (default: ./" + DestinationFolder.USUAL + ").")
    String to;

    /** Work on this machine that may be refused. */
    interface Work<T> {
        T run() throws UpdateFailedException;
    }

    protected final Path folder() {
        return shell().path(to == null ? DestinationFolder.USUAL : to);
    }

    protected final Optional<DestinationStatus> status() {
        return refusing(
                "What Parley remembers of " + folder() + " cannot be read.", () -> DestinationStatus.of(folder()));
    }

    protected final RememberedServers standing() {
        return RememberedServers.in(MachineState.folder(shell()));
    }

    protected final List<RememberedServers.Server> servers() {
        try {
            return standing().servers();
        } catch (IOException e) {
            throw stateFolder(e);
        }
    }

    protected final <T> T refusing(String what, Work<T> work) {
        try {
            return work.run();
        } catch (UpdateFailedException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    what,
                    sentence(e.getMessage()),
                    hint(e),
                    Optional.of(e.reason().word()),
                    e);
        }
    }

    private static String hint(UpdateFailedException e) {
        return switch (e.reason()) {
            case CONFLICT -> "parley status shows what is going on there";
            case PERMISSION -> "run this as the user who joined";
            default -> "fix that, and run the same command again";
        };
    }

    protected final CliProblem stateFolder(IOException e) {
        return new CliProblem(
                ExitCode.FAILED,
                "The state folder " + MachineState.folder(shell()) + " cannot be used.",
                sentence(String.valueOf(e.getMessage())),
                "fix that, and run the same command again; another folder: export XDG_STATE_HOME=DIR",
                e);
    }

    private static String sentence(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    protected static String words(BundleRef bundle) {
        return one(bundle.name()) + ", version " + one(bundle.version());
    }

    /** A text of a server or a file name, on one line. */
    protected static String one(String text) {
        return ErrorText.printable(text).replace('\n', ' ');
    }
}
