package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley token extend TASK KEYID}. */
@Command(
        name = "extend",
        header = "Let a token live longer or let in more clients, or describe it anew.",
        description = {
            "The token itself stays the same, also if it has expired or is used up: nobody needs it again. The expiry",
            "that is in its text does not change; the server's counts."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley token extend edge 3f2a91 --expires 1d --clients 200",
            "  parley token extend edge 3f2a91 --description \"second floor\""
        })
final class TokenExtend extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1", paramLabel = "KEYID", description = "The token's key id, or its beginning.")
    String keyId;

    @Mixin
    TokenTermsOptions terms = new TokenTermsOptions();

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for; \"\" takes it away.")
    String description;

    @Override
    protected ExitCode run() {
        JsonObjectBuilder patch = Json.createObjectBuilder(terms.request());
        if (description != null) {
            patch.add("description", description);
        }
        JsonObject change = patch.build();
        if (change.isEmpty()) {
            throw new CliProblem(
                    ExitCode.USAGE, "Nothing was changed.", "No option says what.", "parley token extend --help");
        }
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String found = new TokenLookup(rest(), task, wanted).find(keyId);
        JsonObject token = rest().patch(TokenLookup.path(task, found), change);
        if (json) {
            print(token);
        } else {
            say("Token " + found + " of " + task.name() + " " + new ShownToken(token).terms(shell()) + ".");
        }
        return ExitCode.OK;
    }
}
