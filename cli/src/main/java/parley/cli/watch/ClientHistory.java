package parley.cli.watch;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.cli.terminal.ErrorText;
import parley.cli.terminal.HumanFormat;
import parley.cli.terminal.Shell;

/** One client of a task, with its history. */
public final class ClientHistory {

    private final Shell shell;
    private final List<String> lines = new ArrayList<>();

    public ClientHistory(Shell shell) {
        this.shell = shell;
    }

    /** {@code client} as the server gives one client, with its history. */
    public List<String> lines(JsonObject client) {
        String waits = ClientDescription.detail(client, shell.clock());
        lines.add(client.getString("name") + ": " + client.getString("state") + (waits.isEmpty() ? "" : ", " + waits));
        line("id", client.getString("clientId", ""));
        line("labels", labels(client));
        line("agent", words(client, "agent", "name", "version"));
        line("machine", words(client, "platform", "os", "arch", "java"));
        line("seen", client.getBoolean("connected", false) ? "connected" : time(client, "lastSeen"));
        line("joined", time(client, "joined"));
        line("also as", alsoAs(client));
        line("output", client.getString("output", "").stripTrailing());
        JsonArray history = client.getJsonArray("history");
        if (history != null) {
            lines.add("");
            history.getValuesAs(JsonObject.class).forEach(this::step);
        }
        return lines.stream().map(ErrorText::printable).toList();
    }

    private String alsoAs(JsonObject client) {
        return client.containsKey("otherName")
                ? client.getString("otherName") + ", refused " + time(client, "otherNameAt")
                        + ": its state folder was copied, or it was renamed"
                : "";
    }

    private void step(JsonObject step) {
        String what = List.of(step.getString("reason", ""), step.getString("detail", "")).stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "));
        lines.add("  " + step.getString("at") + "  "
                + (step.getInt("attempt", 0) > 1 ? "attempt " + step.getInt("attempt") + "  " : "")
                + step.getString("to") + (what.isEmpty() ? "" : " (" + what + ")"));
    }

    private void line(String label, String text) {
        if (!text.isBlank()) {
            lines.add(String.format("  %-8s %s", label, text.replace("\n", "\n           ")));
        }
    }

    private String time(JsonObject client, String member) {
        return Optional.ofNullable(client.getString(member, null))
                .map(Instant::parse)
                .map(at -> HumanFormat.time(at, shell.clock()) + " (" + HumanFormat.fromNow(at, shell.clock()) + ")")
                .orElse("");
    }

    private static String labels(JsonObject client) {
        JsonObject labels = client.getJsonObject("labels");
        return labels == null
                ? ""
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + ((JsonString) label.getValue()).getString())
                        .collect(Collectors.joining(", "));
    }

    private static String words(JsonObject client, String member, String... names) {
        JsonObject object = client.getJsonObject(member);
        return object == null
                ? ""
                : List.of(names).stream()
                        .map(name -> object.getString(name, ""))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" "));
    }
}
