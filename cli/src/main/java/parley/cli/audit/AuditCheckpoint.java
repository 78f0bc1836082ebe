package parley.cli.audit;

import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code parley audit checkpoint}: the end of the log, to be kept elsewhere. */
@Command(
        name = "checkpoint",
        header = "Print the end of the audit log as one line, to be kept on another machine.",
        description = {
            "Needs an admin key. parley audit verify --anchor FILE shows later whether the log still has this entry:",
            "who can write the database cannot make such a line."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley audit checkpoint > checkpoint", "  parley audit verify --anchor checkpoint"})
final class AuditCheckpoint extends ServerCommand {

    @Override
    protected ExitCode run() {
        JsonObject result = rest().get("/audit/checkpoint");
        if (json) {
            print(result);
        } else {
            print(result.getString("checkpoint"));
        }
        return ExitCode.OK;
    }
}
