package parley.cli.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley audit verify}: checks the hash chain of the audit log, its anchor, and a checkpoint. */
@Command(
        name = "verify",
        header = "Check that no entry of the audit log was changed, removed or put in between.",
        description = {
            "Needs an admin key. Exit code 1 when something is wrong.",
            "Who can write the database can make a new chain, but not the server's anchor: it shows that. Who can also",
            "write the server's data folder is shown by a checkpoint that was kept elsewhere."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley audit verify", "  parley audit verify --anchor checkpoint"})
final class AuditVerify extends ServerCommand {

    /** A checkpoint has some 150 bytes. */
    private static final int MOST_BYTES = 1_000;

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "Compare with this output of parley audit checkpoint, too.")
    @Nullable
    String checkpoint;

    @Override
    protected ExitCode run() {
        JsonObject result = checkpoint == null
                ? rest().get("/audit/verify")
                : rest().post(
                                "/audit/verify",
                                Json.createObjectBuilder()
                                        .add("checkpoint", read(shell().path(checkpoint)))
                                        .build());
        boolean whole = result.getBoolean("ok");
        if (json) {
            print(result);
            return whole ? ExitCode.OK : ExitCode.FAILED;
        }
        if (!whole) {
            throw wrong(result);
        }
        print("The audit log is whole: " + result.get("entries") + " entries, head " + result.getString("head") + "."
                + (checkpoint == null ? "" : " It has the entry of the checkpoint."));
        return ExitCode.OK;
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            }
            throw new CliProblem(
                    ExitCode.USAGE,
                    file + " is no checkpoint.",
                    "It has " + Files.size(file) + " bytes; a checkpoint is one line.",
                    "parley audit checkpoint > FILE makes one");
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.USAGE,
                    file + " cannot be read.",
                    e.toString(),
                    "name a file that parley audit checkpoint has written",
                    e);
        }
    }

    private static CliProblem wrong(JsonObject result) {
        if (result.containsKey("firstBad")) {
            return new CliProblem(
                    ExitCode.FAILED,
                    "The audit log was changed.",
                    "Entry " + result.get("firstBad") + " does not fit the one before it.",
                    "parley audit --after " + (Math.max(1, result.getInt("firstBad", 1)) - 1)
                            + ", and compare with a backup of the database");
        }
        String checkpoint = result.getString("checkpoint", "fits");
        boolean anchorFits = !checkpoint.equals("fits");
        return new CliProblem(
                ExitCode.FAILED,
                anchorFits ? "The audit log does not fit the checkpoint." : "The audit log does not fit its anchor.",
                why(anchorFits ? checkpoint : result.getString("anchor", "")),
                "compare with a backup of the database; docs/security.md says what each case means");
    }

    private static String why(String state) {
        return switch (state) {
            case "ahead" ->
                "The log ends before that entry: its end was cut off, or an older database was brought back.";
            case "differs" -> "The log has another entry there: it was written anew.";
            case "forged" -> "This server has not made it, its master key was another one then, or it was changed.";
            default -> "The server says: " + state;
        };
    }
}
