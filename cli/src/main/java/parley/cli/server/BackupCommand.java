package parley.cli.server;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import parley.cli.backup.BackupFacts;
import parley.cli.backup.BackupFile;
import parley.cli.base.ServerCommand;
import parley.cli.rest.NewFile;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley backup FILE}. */
@Command(
        name = "backup",
        header = "Back up the server into a file, while it runs.",
        description = {
            "The file has the H2 database, the contents of all bundles, and the server's keys: whoever has it can do"
                    + " everything that the server can. It is readable by its owner only. A database in PostgreSQL is"
                    + " not in it: back that up first, with pg_dump.",
            "Needs an admin key."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley backup /var/backups/parley.zip", "  parley backup \"parley-$(date +%%F).zip\" --json"})
public final class BackupCommand extends ServerCommand {

    @Parameters(paramLabel = "FILE", description = "The file to make; it must not exist.")
    String target;

    @Override
    protected ExitCode run() {
        Path file = shell().path(target);
        checkIsNew(file);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            rest().download("/backup", new NewFile(partial));
            BackupFacts facts = checked(partial);
            checkIsNew(file);
            Files.move(partial, file);
            report(file, facts);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The back-up could not be written.",
                    e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "check the free space and the permissions of " + file.getParent(),
                    e);
        } finally {
            delete(partial);
        }
    }

    private static void checkIsNew(Path file) {
        if (Files.exists(file)) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    "The file " + file + " exists already.",
                    "A back-up never replaces another file.",
                    "parley backup with another FILE, or remove that one first");
        }
    }

    /** What was cut off or spoilt on its way is no back-up. */
    private static BackupFacts checked(Path partial) throws IOException {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (BackupFile backup = BackupFile.open(partial)) {
            return backup.facts();
        }
    }

    private void report(Path file, BackupFacts facts) throws IOException {
        if (json) {
            print(Json.createObjectBuilder()
                    .add("file", file.toString())
                    .add("bytes", Files.size(file))
                    .addAll(facts.json())
                    .build());
        } else {
            print(file + "  " + HumanFormat.size(Files.size(file)) + ", " + HumanFormat.count(facts.blobs(), "blob"));
            say("It has the server's keys: keep it as safe as the server.");
        }
        if (facts.database().equals("external")) {
            say("The database is not in it: back it up with its own tools (pg_dump), before this.");
        }
        if (facts.masterKey().equals("configured")) {
            say("The master key is not in it, because it comes from PARLEY_MASTER_KEY: keep that, too.");
        }
        if (!facts.damaged().isEmpty()) {
            say("Damaged on the server already: "
                    + HumanFormat.count(facts.damaged().size(), "blob")
                    + "; upload their files again. The server's log names them.");
        }
    }

    private static void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The file " + partial + " could not be removed.",
                    e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    "remove it: it has secrets",
                    e);
        }
    }
}
