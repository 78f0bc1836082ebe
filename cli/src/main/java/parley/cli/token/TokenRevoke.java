package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley token revoke TASK KEYID}. */
@Command(
        name = "revoke",
        header = "Stop a join token: no new client can join with it; those that have joined go on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley token revoke edge 3f2a91",
            "  parley token revoke edge 3f2a91 --with-clients     it got into the wrong hands"
        })
final class TokenRevoke extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1", paramLabel = "KEYID", description = "The token's key id, or its beginning.")
    String keyId;

    @Option(
            names = "--with-clients",
            description = "Revoke the clients that it let in, too: their sessions end, and they are not let in again.")
    boolean withClients;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String found = new TokenLookup(rest(), task, wanted).find(keyId);
        String path = TokenLookup.path(task, found);
        JsonObject revoked = withClients
                ? rest().delete(path + "?withClients=true")
                : Json.createObjectBuilder(rest().delete(path))
                        .add("task", task.id())
                        .add("keyId", found)
                        .add("state", "revoked")
                        .build();
        if (json) {
            print(revoked);
        } else if (withClients) {
            say("Token " + found + " of " + task.name() + " is revoked, and with it "
                    + HumanFormat.count(revoked.getInt("clients"), "client") + ".");
        } else {
            say("Token " + found + " of " + task.name() + " is revoked; clients that have joined go on.");
        }
        return ExitCode.OK;
    }
}
