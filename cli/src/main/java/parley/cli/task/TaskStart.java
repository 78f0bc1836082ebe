package parley.cli.task;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import parley.cli.base.ServerCommand;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import parley.cli.token.ShownToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code parley task start TASK}: opens a draft. */
@Command(
        name = "start",
        header = "Open a draft, and get the line to run on the clients.",
        footerHeading = "%nExamples:%n",
        footer = {"  parley task start edge", "  parley task start edge --json | jq -r .joinCommand"})
final class TaskStart extends ServerCommand {

    @Parameters(paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String task;

    @Option(names = "--qr", description = "Draw the token as a QR code too.")
    boolean qr;

    @Option(names = "--allow-downgrade", description = "Roll clients back that have a newer bundle, without asking.")
    boolean allowDowngrade;

    @Override
    protected ExitCode run() {
        TaskRecord found = new TaskLookup(rest()).find(task);
        JsonObject plain = JsonObject.EMPTY_JSON_OBJECT;
        return new RollBackQuestion(shell(), !json)
                .post(
                        rest(),
                        TaskLookup.path(found.id()) + "/start",
                        allowDowngrade ? RollBackQuestion.allowing(plain) : plain)
                .map(this::show)
                .orElse(ExitCode.FAILED);
    }

    private ExitCode show(JsonObject answer) {
        TaskRecord started = new TaskRecord(answer);
        ShownToken token = new ShownToken(answer.getJsonObject("token"));
        if (json) {
            JsonObjectBuilder output = started.summary();
            token.addTo(output);
            print(output.build());
            return ExitCode.OK;
        }
        say("Task " + started.name() + " is " + started.state() + "; its token " + token.terms(shell()) + ".");
        token.print(shell(), qr);
        return ExitCode.OK;
    }
}
