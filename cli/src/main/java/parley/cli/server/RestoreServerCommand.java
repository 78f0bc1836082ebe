package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import parley.cli.backup.BackupFacts;
import parley.cli.backup.BackupFile;
import parley.cli.backup.Restore;
import parley.cli.base.CliCommand;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley restore-server FILE}. */
@Command(
        name = "restore-server",
        header = "Bring a stopped server, or a new data folder, to the state of a back-up.",
        description = {
            "All of the file is checked before anything is changed. If the command is killed, the folder has its"
                    + " former state, or parley serve refuses it until this command was run again.",
            "Clients may have content that is newer than the back-up: tasks of the back-up do not replace it, tasks"
                    + " that start after the restore do.",
            "Restore only what you made yourself: the server will run the database that is in the file."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley restore-server parley.zip --data /srv/parley",
            "  parley restore-server parley.zip --force          what is there now is kept beside it"
        })
public final class RestoreServerCommand extends CliCommand {

    @Parameters(paramLabel = "FILE", description = "A file that parley backup made.")
    String source;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: PARLEY_DATA, else XDG_DATA_HOME/parley/server, else "
                    + "~/.local/share/parley/server).")
    String data;

    @Option(names = "--force", description = "Replace the server that the folder has; its files are kept beside.")
    boolean force;

    @Override
    protected ExitCode run() {
        ServerDataFolder chosen = Optional.ofNullable(data)
                .or(this::dataOption)
                .map(named -> new ServerDataFolder(shell().path(named)))
                .orElseGet(() -> ServerDataFolder.usual(shell()));
        try (BackupFile backup = BackupFile.open(shell().path(source));
                ServerFolder folder = ServerFolder.open(chosen)) {
            Optional<Path> kept = new Restore(folder.path(), shell().clock()).from(backup, force);
            report(folder.path(), backup.facts(), kept);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The back-up could not be restored.",
                    e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "check the permissions and the free space of " + chosen.path()
                            + ", then run the same command again with --force",
                    e);
        }
    }

    private void report(Path folder, BackupFacts facts, Optional<Path> kept) {
        if (json) {
            JsonObjectBuilder restored =
                    Json.createObjectBuilder().add("data", folder.toString()).addAll(facts.json());
            kept.ifPresent(former -> restored.add("kept", former.toString()));
            print(restored.build());
        } else {
            print(folder + " has the state of " + facts.made() + " (" + HumanFormat.count(facts.blobs(), "blob")
                    + ", Parley " + facts.version() + ").");
            kept.ifPresent(former -> say("What was there is in " + former + ": remove it when all is well."));
        }
        if (facts.database().equals("external")) {
            say("The database is not in it: restore that with its own tools before the server starts.");
        }
        if (facts.masterKey().equals("configured")) {
            say("The master key is not in it: give the server the same PARLEY_MASTER_KEY as before.");
        }
        if (!facts.damaged().isEmpty()) {
            say("Left out because the server had them damaged: "
                    + HumanFormat.count(facts.damaged().size(), "blob") + "; upload their files again.");
        }
    }
}
