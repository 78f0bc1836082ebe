package parley.cli.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.cli.rest.RestClient;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;

/**
 * Sends requests that make or start a task, and asks the operator if the server says that clients have a newer bundle.
 */
final class RollBackQuestion {

    private static final String NEWER = "newer_bundle";

    private final Shell shell;
    private final boolean asks;

    /** @param asks whether a person may be asked */
    RollBackQuestion(Shell shell, boolean asks) {
        this.shell = shell;
        this.asks = asks && shell.canAsk();
    }

    /** The server's answer; empty if the operator decided that the clients keep what they have. */
    Optional<JsonObject> post(RestClient rest, String path, JsonObject request) {
        return send(wanted -> rest.post(path, wanted), request);
    }

    /** The same with a request of any method. */
    Optional<JsonObject> send(UnaryOperator<JsonObject> method, JsonObject request) {
        try {
            return Optional.of(method.apply(request));
        } catch (CliProblem e) {
            if (!e.code().equals(Optional.of(NEWER))) {
                throw e;
            }
            return roll(e) ? Optional.of(method.apply(allowing(request))) : Optional.empty();
        }
    }

    /** The same request, which may replace newer content. */
    static JsonObject allowing(JsonObject request) {
        return Json.createObjectBuilder(request).add("allowOlder", true).build();
    }

    private boolean roll(CliProblem newer) {
        if (!asks) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    newer.what(),
                    newer.why(),
                    "the same command with --allow-downgrade, to roll them back",
                    Optional.of(NEWER),
                    newer);
        }
        shell.err().println(newer.why());
        boolean yes = shell.confirm("Roll back to the older one?");
        if (!yes) {
            shell.err().println("Nothing was started.");
        }
        shell.err().flush();
        return yes;
    }
}
