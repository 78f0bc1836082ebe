package parley.cli.token;

import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley token rotate TASK KEYID}. */
@Command(
        name = "rotate",
        header = "Make a token that takes the place of another one. It is shown once.",
        description = {
            "The new token has the same name, labels, description and expiry, and the same number of clients, of whom",
            "those of the old one count. The old one lets no new client in; clients that have joined with it go on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley token rotate edge 3f2a91",
            "  parley token rotate edge 3f2a91 --expires 2h --clients 200     if it has expired or is used up"
        })
final class TokenRotate extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1", paramLabel = "KEYID", description = "The old token's key id, or its beginning.")
    String keyId;

    @Mixin
    TokenTermsOptions terms = new TokenTermsOptions();

    @Option(names = "--qr", description = "Draw the token as a QR code too.")
    boolean qr;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String old = new TokenLookup(rest(), task, wanted).find(keyId);
        JsonObject answer = rest().post(TokenLookup.path(task, old) + "/rotate", terms.request());
        if (json) {
            print(answer);
            return ExitCode.OK;
        }
        ShownToken token = new ShownToken(answer);
        say("Token " + answer.getString("keyId") + " of " + task.name() + " takes the place of " + old + "; it "
                + token.terms(shell()) + ". Of these clients " + answer.getInt("used") + " have joined.");
        token.print(shell(), qr);
        return ExitCode.OK;
    }
}
