package parley.cli.watch;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.Shell;

/** One line for each change of a state: a text, or a JSON object. */
final class ChangeLines implements TaskDisplay {

    private final Shell shell;
    private final boolean json;
    private final Map<String, String> states = new HashMap<>();
    private String taskState = "";
    private int openWave;

    ChangeLines(Shell shell, boolean json) {
        this.shell = shell;
        this.json = json;
    }

    @Override
    public void show(Snapshot now) {
        // the end of the task comes after its causes, every other change before its effects
        if (now.task().terminal()) {
            now.clients().forEach(this::showClient);
            showTask(now);
        } else {
            showTask(now);
            now.clients().forEach(this::showClient);
        }
    }

    private void showTask(Snapshot now) {
        String state = now.task().state();
        if (!state.equals(taskState)) {
            taskState = state;
            JsonObjectBuilder output = now.task().summary();
            for (String member : new String[] {"pausedBy", "reason"}) {
                now.task().text(member).ifPresent(text -> output.add(member, text));
            }
            print("task " + now.task().name() + ": " + now.task().stateInWords(), output);
        }
        showWave(now);
    }

    private void showWave(Snapshot now) {
        OptionalInt wave = now.task().waves().stream()
                .filter(each -> each.getString("state", "").equals("open"))
                .mapToInt(each -> each.getInt("number", 0))
                .findFirst();
        if (wave.isPresent() && wave.getAsInt() != openWave) {
            openWave = wave.getAsInt();
            print(
                    "task " + now.task().name() + ": wave " + openWave + " is open",
                    now.task().summary().add("wave", openWave));
        }
    }

    @Override
    public void note(String text) {
        shell.err().println(text);
        shell.err().flush();
    }

    private void showClient(JsonObject client) {
        String name = client.getString("name");
        String state = client.getString("state");
        String waitsFor = client.getString("waitsFor", "");
        String previous = states.put(name, state + " " + waitsFor);
        if ((state + " " + waitsFor).equals(previous)) {
            return;
        }
        String detail = ClientDescription.detail(client, shell.clock());
        JsonObjectBuilder output =
                Json.createObjectBuilder().add("client", name).add("state", state);
        for (String member : new String[] {"waitsFor", "waitUntil", "reason", "detail"}) {
            if (client.containsKey(member)) {
                output.add(member, client.get(member));
            }
        }
        print(name + ": " + state + (detail.isEmpty() ? "" : " (" + detail + ")"), output);
    }

    private void print(String line, JsonObjectBuilder object) {
        String time = shell.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
        shell.out()
                .println(
                        json
                                ? Json.createObjectBuilder()
                                        .add("at", time)
                                        .addAll(object)
                                        .build()
                                : time + "  " + ErrorText.printable(line));
        shell.out().flush();
    }
}
