package parley.cli.watch;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parley.cli.terminal.HumanFormat;

/** A text about what a client waits for and what it reported. */
public final class ClientDescription {

    private static final String FELL_BACK = "what the client has is no longer what it reported";

    private ClientDescription() {}

    /** The details of a client besides its state. */
    public static String detail(JsonObject client, Clock clock) {
        List<String> parts = new ArrayList<>();
        add(parts, waits(client, clock));
        String reason = client.getString("reason", "");
        String detail = client.getString("detail", "");
        add(parts, reason);
        add(parts, detail.equals(FELL_BACK) ? "fell back: " + FELL_BACK : detail);
        String said = String.join(": ", parts);
        return client.getInt("attempt", 1) > 1
                ? said + (said.isEmpty() ? "" : ", ") + "attempt " + client.getInt("attempt")
                : said;
    }

    /** What it waits for, and until when; empty when it does not wait. */
    static String waits(JsonObject client, Clock clock) {
        String until = client.getString("waitUntil", "");
        String time = until.isEmpty() ? "" : time(Instant.parse(until), clock);
        return switch (client.getString("waitsFor", "")) {
            case "window" -> "waits for its window" + (time.isEmpty() ? "" : ", which opens " + time);
            case "others" -> "waits for the others";
            case "approval" ->
                client.containsKey("approvalCode")
                        ? "waits for approval: " + client.getString("approvalCode")
                        : "waits for approval";
            case "wave" -> "waits for its wave";
            default -> client.getString("state").equals("deferred") && !time.isEmpty() ? "put off until " + time : "";
        };
    }

    private static String time(Instant when, Clock clock) {
        return HumanFormat.time(when, clock) + " (" + HumanFormat.fromNow(when, clock) + ")";
    }

    private static void add(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part);
        }
    }
}
