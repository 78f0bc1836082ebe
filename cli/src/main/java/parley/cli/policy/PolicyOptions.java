package parley.cli.policy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for a task's policy. What is not given is left to the server's default. */
public final class PolicyOptions {

    /** What happens with {@code --together} when a client ends badly before the switch-over. */
    enum DropOut {
        pause,
        go_on
    }

    /** How much the update matters. */
    enum Importance {
        critical,
        mandatory,
        optional
    }

    /** What clients run on. */
    enum Platform {
        linux,
        macos,
        windows
    }

    /** What becomes of symbolic links. */
    enum Links {
        keep,
        copy,
        refuse
    }

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "How long the token lets new clients in: 45m, 2h, 1d12h, PT2H (default: 24h).")
    Duration expires;

    @Option(names = "--clients", paramLabel = "N", description = "How many clients the token lets in (default: 100).")
    Integer clients;

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            converter = WindowOption.Converter.class,
            description = "When clients may apply: \"[DAYS] FROM-TO [ZONE]\", as \"MO-FR 22:00-02:00 Europe/Berlin\""
                    + " (default: at any time).")
    WindowOption window;

    @Option(
            names = "--confirm",
            paramLabel = "TIME|off",
            converter = ConfirmOption.class,
            description = "A client that cannot reach the server anew within this time after applying rolls back by"
                    + " itself (default: 10m).")
    Duration confirm;

    @Option(
            names = "--together",
            description = "Nobody applies before every client has the files: --expected many, or all that have joined.")
    boolean together;

    @Option(names = "--expected", paramLabel = "N", description = "How many clients are expected to take part.")
    Integer expected;

    @Option(
            names = "--drop-out",
            paramLabel = "pause|go_on",
            description =
                    "With --together, what a client that ends badly before the switch-over does: pause the task, or"
                            + " let the others go on without it (default: pause).")
    DropOut dropOut;

    @Option(
            names = "--severity",
            paramLabel = "WORD",
            description = "critical, mandatory or optional; clients are shown it (default: mandatory).")
    Importance severity;

    @Option(
            names = "--max-defer",
            paramLabel = "TIME",
            description = "How long a client may put the update off in all (default: not at all).")
    Duration maxDefer;

    @Option(names = "--keep-local", description = "Clients may keep files that somebody changed there.")
    boolean keepLocal;

    @Option(
            names = "--allow-downgrade",
            description = "An older version may replace a newer one, and nobody is asked about it.")
    boolean allowDowngrade;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often a client whose update went wrong tries again by itself (default: 2).")
    Integer retries;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "When a client that has not finished is timed out, after the start (default: 24h after the"
                    + " token expires).")
    Duration deadline;

    @Option(
            names = "--state-timeout",
            paramLabel = "TIME",
            description = "The same for a client that says nothing within one state (default: 1h).")
    Duration stateTimeout;

    @Option(
            names = "--platforms",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Which clients it is for: linux, macos, windows (default: all of them). A task for all takes only"
                            + " names that all can have.")
    List<Platform> platforms = List.of();

    @Option(
            names = "--links",
            paramLabel = "keep|copy|refuse",
            description = "Symbolic links of the bundle: links on clients that have them and copies elsewhere, copies"
                    + " everywhere, or no task (default: keep).")
    Links links;

    /** The member {@code policy} of a new task; a window without a zone is meant in {@code zone}. */
    public JsonObject json(ZoneId zone) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        add(json, "expiresIn", expires);
        add(json, "maxClients", clients);
        add(json, "expectedClients", expected);
        if (together) {
            json.add("apply", "together");
        }
        add(json, "dropOut", dropOut);
        if (window != null) {
            json.add("window", window.json(zone));
        }
        add(json, "confirm", confirm);
        add(json, "severity", severity);
        add(json, "maxDefer", maxDefer);
        if (keepLocal) {
            json.add("keepLocal", true);
        }
        if (allowDowngrade) {
            json.add("allowDowngrade", true);
        }
        add(json, "retry", retries);
        add(json, "deadline", deadline);
        add(json, "stateTimeout", stateTimeout);
        if (!platforms.isEmpty()) {
            json.add(
                    "platforms",
                    Json.createArrayBuilder(
                            platforms.stream().map(Platform::name).distinct().toList()));
        }
        add(json, "links", links);
        return json.build();
    }

    /** Whether the switch-over would wait for whoever happens to have joined, and for nobody else. */
    public boolean togetherWithAnybody() {
        return together && expected == null;
    }

    private static void add(JsonObjectBuilder json, String member, Integer number) {
        if (number != null) {
            json.add(member, number);
        }
    }

    private static void add(JsonObjectBuilder json, String member, Object value) {
        if (value != null) {
            json.add(member, value.toString());
        }
    }
}
