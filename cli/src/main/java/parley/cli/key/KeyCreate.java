package parley.cli.key;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import parley.cli.base.ServerCommand;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HumanFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley key create NAME}. */
@Command(
        name = "create",
        header = "Make an API key. It is shown once, on standard output.",
        description = {
            "viewer    reads tasks, bundles and clients",
            "operator  also makes and changes tasks, bundles and tokens, and reads the audit log",
            "admin     also manages API keys and verifies the audit log"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley key create ci --role operator > ci.key",
            "  parley key create screen --role viewer --expires 90d --description \"hall 3\"",
            "  parley key create web-team --role operator --tasks team=web"
        })
final class KeyCreate extends ServerCommand {

    enum Role {
        viewer,
        operator,
        admin
    }

    @Parameters(paramLabel = "NAME", description = "Who or what will use it; the audit log shows this name.")
    String name;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "${COMPLETION-CANDIDATES}.")
    Role role;

    @Option(
            names = "--tasks",
            paramLabel = "SELECTOR",
            description = "Only for tasks whose labels match: team=web, \"env in (test,stage)\" (default: all). What is"
                    + " about more than these is closed to the key; not for admin.")
    String tasks;

    @Option(names = "--expires", paramLabel = "TIME", description = "When it stops working: 12h, 30d (default: never).")
    Duration expires;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for; shown in lists.")
    String description;

    @Override
    protected ExitCode run() {
        JsonObjectBuilder request = Json.createObjectBuilder().add("name", name).add("role", role.name());
        if (tasks != null) {
            request.add("tasks", tasks);
        }
        if (expires != null) {
            request.add("expiresIn", expires.toString());
        }
        if (description != null) {
            request.add("description", description);
        }
        JsonObject key = rest().post("/keys", request.build());
        if (json) {
            print(key);
        } else {
            String until = Optional.ofNullable(key.getString("expires", null))
                    .map(at -> ", valid until " + HumanFormat.time(Instant.parse(at), shell().clock()))
                    .orElse("");
            String only = Optional.ofNullable(key.getString("tasks", null))
                    .map(selector -> ", for tasks with " + selector)
                    .orElse("");
            say("Key " + name + " (" + role + only + ", id " + key.getString("id") + until
                    + "). It is not shown again:");
            print(key.getString("key"));
        }
        return ExitCode.OK;
    }
}
