package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Map;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley token create TASK}. */
@Command(
        name = "create",
        header = "Make another join token for a task. It is shown once.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  parley token create edge --clients 20 --expires 2h",
            "  parley token create edge --name web-1 --label site=berlin     for one client, under this name"
        })
final class TokenCreate extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String task;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is for; shown in lists.")
    String description;

    @Option(names = "--name", paramLabel = "NAME", description = "Lets in one client, with this name.")
    String name;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of that client; needs --name.")
    Map<String, String> labels = Map.of();

    @Option(names = "--clients", paramLabel = "N", description = "How many clients it lets in.")
    Integer clients;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it lets new clients in: 45m, 2h, 1d12h, PT2H.")
    Duration expires;

    @Option(
            names = "--suite",
            paramLabel = "1|2",
            description =
                    "1: X25519; 2: X25519 and ML-KEM-768, safe against a later quantum computer too (default: 2).")
    Integer suite;

    @Option(names = "--qr", description = "Draw the token as a QR code too.")
    boolean qr;

    @Override
    protected ExitCode run() {
        TaskRecord found = new TaskLookup(rest()).find(task);
        JsonObject answer = rest().post(TaskLookup.path(found.id()) + "/tokens", request());
        if (json) {
            print(answer);
            return ExitCode.OK;
        }
        ShownToken token = new ShownToken(answer);
        say("Token " + answer.getString("keyId") + " of " + found.name() + " " + token.terms(shell()) + ".");
        token.print(shell(), qr);
        return ExitCode.OK;
    }

    private JsonObject request() {
        JsonObjectBuilder request = Json.createObjectBuilder();
        if (description != null) {
            request.add("description", description);
        }
        if (name != null) {
            request.add("name", name);
        }
        if (!labels.isEmpty()) {
            JsonObjectBuilder object = Json.createObjectBuilder();
            labels.forEach(object::add);
            request.add("labels", object);
        }
        if (clients != null) {
            request.add("maxClients", clients);
        }
        if (expires != null) {
            request.add("expiresIn", expires.toString());
        }
        if (suite != null) {
            request.add("suite", suite);
        }
        return request.build();
    }
}
