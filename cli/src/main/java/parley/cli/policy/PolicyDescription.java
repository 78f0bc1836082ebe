package parley.cli.policy;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import parley.cli.terminal.HumanFormat;

/** A task's policy as sentences: what clients may and must, where it is not what every task has. */
public final class PolicyDescription {

    private static final Duration USUAL_STATE_TIMEOUT = Duration.ofHours(1);
    private static final int USUAL_RETRIES = 2;
    private static final int ALL_PLATFORMS = 3;

    private final JsonObject policy;
    private final List<String> sentences = new ArrayList<>();

    private PolicyDescription(JsonObject policy) {
        this.policy = policy;
    }

    /** {@code policy} as the server gives it; members that it does not know are left out. */
    public static List<String> of(JsonObject policy) {
        PolicyDescription words = new PolicyDescription(policy);
        words.importance();
        words.time();
        words.switchOver();
        words.permissions();
        words.ends();
        words.content();
        return List.copyOf(words.sentences);
    }

    private void importance() {
        switch (policy.getString("severity", "")) {
            case "critical" -> add("critical");
            case "optional" -> add("optional: a client may decline it without harm");
            default -> {
                // mandatory is what every update is
            }
        }
    }

    private void time() {
        if (policy.containsKey("window")) {
            add("clients apply " + window(policy.getJsonObject("window")) + " only");
        }
        Duration defer = duration("maxDefer");
        if (!defer.isZero()) {
            add("a client may put it off for up to " + HumanFormat.duration(defer));
        }
    }

    private void switchOver() {
        if (policy.getString("apply", "").equals("together")) {
            add(
                    policy.containsKey("expectedClients")
                            ? "all apply together, once "
                                    + HumanFormat.count(policy.getInt("expectedClients"), "client") + " have the files"
                            : "all apply together, once everybody who has joined has the files");
            add(
                    policy.getString("dropOut", "pause").equals("pause")
                            ? "a client that drops out before that pauses the task"
                            : "nobody waits for a client that drops out before that");
        } else if (policy.containsKey("expectedClients")) {
            add(HumanFormat.count(policy.getInt("expectedClients"), "client") + " expected");
        }
        if (policy.containsKey("confirm")) {
            Duration confirm = duration("confirm");
            add(
                    confirm.isZero()
                            ? "nobody has to confirm that a client can still be reached"
                            : "a client that cannot be reached within " + HumanFormat.duration(confirm)
                                    + " after applying rolls back");
        }
    }

    private void permissions() {
        if (policy.getBoolean("keepLocal", false)) {
            add("clients may keep files that somebody changed there");
        }
        if (policy.getBoolean("allowDowngrade", false)) {
            add("an older version may replace a newer one (downgrade)");
        }
    }

    private void ends() {
        JsonObject retry = policy.get("retry") instanceof JsonObject object ? object : JsonObject.EMPTY_JSON_OBJECT;
        int times = retry.getInt("times", USUAL_RETRIES);
        if (times != USUAL_RETRIES) {
            add(times == 0 ? "nobody tries again by itself" : "up to " + times + " more tries after a failure");
        }
        Duration deadline = duration("deadline");
        if (!deadline.isZero()) {
            add("timed out " + HumanFormat.duration(deadline) + " after the start");
        }
        Duration silent = duration("stateTimeout");
        if (!silent.isZero() && !silent.equals(USUAL_STATE_TIMEOUT)) {
            add("timed out after " + HumanFormat.duration(silent) + " without a word");
        }
    }

    private void content() {
        JsonArray platforms = policy.getJsonArray("platforms");
        if (platforms != null && platforms.size() < ALL_PLATFORMS) {
            add("for clients on " + String.join(", ", platforms.getValuesAs(JsonString::getString)) + " only");
        }
        switch (policy.getString("links", "keep")) {
            case "copy" -> add("links in the bundle become copies");
            case "refuse" -> add("links in the bundle are refused");
            default -> {
                // kept where clients have them
            }
        }
    }

    /** {@code MO, TU 22:00 to 02:00 (Europe/Berlin)}. */
    private static String window(JsonObject window) {
        LocalTime start = LocalTime.parse(window.getString("start"));
        JsonArray days = window.getJsonArray("days");
        return (days == null
                        ? "every day"
                        : "on "
                                + days.getValuesAs(JsonString::getString).stream()
                                        .collect(Collectors.joining(", ")))
                + " from " + start + " to " + start.plus(Duration.parse(window.getString("duration"))) + " ("
                + window.getString("zone", "UTC") + ")";
    }

    private Duration duration(String member) {
        return Duration.parse(policy.getString(member, "PT0S"));
    }

    private void add(String sentence) {
        sentences.add(sentence);
    }
}
