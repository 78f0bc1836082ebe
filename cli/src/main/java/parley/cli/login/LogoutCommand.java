package parley.cli.login;

import jakarta.json.Json;
import parley.cli.base.CliCommand;
import parley.cli.rest.Profiles;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code parley logout [NAME]}. */
@Command(
        name = "logout",
        header = "Forget a server that parley login has signed in to.",
        description = {
            "Deletes the profile with its API key from this machine. The key itself stays valid: parley key revoke",
            "ends it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley logout", "  parley logout staging"})
public final class LogoutCommand extends CliCommand {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The profile (default: the one that is used now).")
    String name;

    @Override
    protected ExitCode run() {
        Profiles profiles = Profiles.of(shell());
        String meant = name != null
                ? name
                : profiles.currentName()
                        .orElseThrow(() -> new CliProblem(
                                ExitCode.NOT_FOUND,
                                "No profile is used now.",
                                "parley login has signed in to no server, or parley logout has ended that.",
                                "parley login shows the profiles; parley logout NAME"));
        if (!profiles.remove(meant)) {
            throw new CliProblem(
                    ExitCode.NOT_FOUND,
                    "There is no profile \"" + meant + "\".",
                    "parley login has made none of this name for this user.",
                    "parley login shows the profiles");
        }
        if (json) {
            print(Json.createObjectBuilder().add("profile", meant).build());
        } else {
            say("Profile " + meant + " is deleted. Its API key stays valid until parley key revoke ends it.");
        }
        return ExitCode.OK;
    }
}
