package parley.cli.webhook;

import jakarta.json.JsonObject;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;

/** What a target answered to a delivery that somebody waits for. */
record DeliveryAnswer(JsonObject answer) {

    boolean delivered() {
        return answer.getBoolean("delivered");
    }

    /** Such as "answered 204 in 12 ms". */
    String text() {
        return answer.getString("result") + " in "
                + answer.getJsonNumber("milliseconds").longValue() + " ms";
    }

    ExitCode exit() {
        return delivered() ? ExitCode.OK : ExitCode.FAILED;
    }

    CliProblem problem(String what, String hint) {
        return new CliProblem(ExitCode.FAILED, what, text() + ".", hint);
    }
}
