package parley.cli.audit;

import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code parley audit verify}: checks the hash chain of the audit log. */
@Command(
        name = "verify",
        header = "Check that no entry of the audit log was changed, removed or put in between.",
        description = {
            "Needs an admin key. Exit code 1 when the chain is broken.",
            "Who can write the database can also make a new chain: keep the head somewhere else and compare."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley audit verify", "  parley audit verify --json | jq -r .head"})
final class AuditVerify extends ServerCommand {

    @Override
    protected ExitCode run() {
        JsonObject result = rest().get("/audit/verify");
        boolean whole = result.getBoolean("ok");
        if (json) {
            print(result);
            return whole ? ExitCode.OK : ExitCode.FAILED;
        }
        if (!whole) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The audit log was changed.",
                    "Entry " + result.get("firstBad") + " does not fit the one before it.",
                    "parley audit --after " + (Math.max(1, result.getInt("firstBad", 1)) - 1)
                            + ", and compare with a backup of the database");
        }
        print("The audit log is whole: " + result.get("entries") + " entries, head " + result.getString("head") + ".");
        return ExitCode.OK;
    }
}
