package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;

/** {@code parley sign-in-link}. */
@Command(
        name = "sign-in-link",
        header = "Make a link that signs a browser in once, within 30 minutes.",
        description = "The browser gets the role of the API key that this command uses; on the server's machine that is"
                + " the administrator's. Whoever has the link is signed in: give it to nobody else.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley sign-in-link", "  parley sign-in-link --key-file viewer.key"})
public final class SignInLinkCommand extends ServerCommand {

    @Override
    protected ExitCode run() {
        JsonObject made =
                rest().post("/sign-in-codes", Json.createObjectBuilder().build());
        String link = rest().address() + "/#sign-in=" + made.getString("code");
        if (json) {
            print(Json.createObjectBuilder()
                    .add("signInLink", link)
                    .add("expires", made.getString("expires"))
                    .build());
        } else {
            say("Works once, for 30 minutes:");
            print(link);
        }
        return ExitCode.OK;
    }
}
