package parley.cli.client;

import jakarta.json.JsonObject;
import parley.cli.base.ServerCommand;
import parley.cli.base.YesOption;
import parley.cli.rest.RestClient;
import parley.cli.rest.TaskLookup;
import parley.cli.rest.TaskRecord;
import parley.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code parley client forget TASK NAME}. */
@Command(
        name = "forget",
        header = "Remove a client from a task, so that a machine that was installed anew can join under its name.",
        description = {
            "The name and the seat are free again; the client's history is deleted, and it no longer counts. Its old",
            "key cannot join this task again: a machine that still has it joins as a new client after",
            "parley leave --forget."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  parley client forget edge web-1", "  parley client forget edge web-1 --yes --json"})
final class ClientForget extends ServerCommand {

    @Parameters(index = "0", paramLabel = "TASK", description = "Name, id, or the beginning of the id.")
    String wanted;

    @Parameters(index = "1", paramLabel = "NAME", description = "The client's name.")
    String name;

    @Mixin
    YesOption yes;

    @Override
    protected ExitCode run() {
        TaskRecord task = new TaskLookup(rest()).find(wanted);
        String path = TaskLookup.path(task.id()) + "/clients/" + RestClient.segment(name);
        JsonObject client = rest().get(path);
        if (!confirmed(task, client)) {
            say("Nothing was changed.");
            return ExitCode.FAILED;
        }
        String id = client.getString("clientId");
        rest().post(path + "/forget?clientId=" + RestClient.segment(id), JsonObject.EMPTY_JSON_OBJECT);
        if (json) {
            print(task.summary()
                    .add("client", name)
                    .add("clientId", id)
                    .add("was", client.getString("state"))
                    .build());
        } else {
            say(name + " is forgotten in " + task.name() + "; another machine can join under this name.");
        }
        return ExitCode.OK;
    }

    private boolean confirmed(TaskRecord task, JsonObject client) {
        return yes.agreed(
                shell(),
                "To forget a client",
                "Forget " + name + " (" + client.getString("state")
                        + (client.getBoolean("connected", false) ? ", connected now" : ", not connected") + ") in "
                        + task.name() + "? Its history is deleted, and its key cannot join again.",
                "parley client forget " + wanted + " " + name + " --yes");
    }
}
