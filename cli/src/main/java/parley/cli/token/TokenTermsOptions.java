package parley.cli.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --clients} and {@code --expires}, for commands that change the terms of a token; a mixin of picocli. */
final class TokenTermsOptions {

    @Option(names = "--clients", paramLabel = "N", description = "How many clients may join in all.")
    Integer clients;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long it lets new clients in from now on: 45m, 2h, 1d12h, PT2H.")
    Duration expires;

    /** What the request says about them: only what was given. */
    JsonObject request() {
        JsonObjectBuilder terms = Json.createObjectBuilder();
        if (clients != null) {
            terms.add("maxClients", clients);
        }
        if (expires != null) {
            terms.add("expiresIn", expires.toString());
        }
        return terms.build();
    }
}
