package parley.cli.webhook;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.cli.rest.Pages;
import parley.cli.rest.RestClient;
import parley.cli.terminal.OneMatch;

/** Finds a webhook by its name or id. */
record WebhookLookup(RestClient rest) {

    static final String PATH = "/webhooks";
    static final String WANTED = "The webhook's name or id.";

    List<JsonObject> all() {
        List<JsonObject> all = new ArrayList<>();
        new Pages(rest).forEach(PATH, "webhooks", all::add);
        return all;
    }

    JsonObject find(String wanted) {
        List<JsonObject> found = all().stream()
                .filter(webhook -> webhook.getString("id").equals(wanted)
                        || webhook.getString("name").equals(wanted))
                .toList();
        return new OneMatch(
                        "webhook",
                        wanted,
                        "There is no webhook \"" + wanted + "\".",
                        "No webhook has this name or id.",
                        "parley webhook list",
                        Optional.of("unknown_webhook"))
                .in(found, webhook -> webhook.getString("id") + "  " + webhook.getString("name"));
    }

    static String path(JsonObject webhook) {
        return PATH + "/" + RestClient.segment(webhook.getString("id"));
    }
}
