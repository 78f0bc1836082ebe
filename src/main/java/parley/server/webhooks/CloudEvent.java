package parley.server.webhooks;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import parley.server.events.EventLog;
import parley.server.events.EventText;
import parley.server.storage.JsonValues;

/**
 * A message to a target: CloudEvents 1.0 as JSON in structured mode.
 *
 * @param id also {@code webhook-id}; the same in each attempt
 * @param body the JSON
 */
record CloudEvent(String id, String body) {

    static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";
    private static final String TYPE = "io.github.parley-rollout.";

    /** Enough of the server's fingerprint to tell servers apart. */
    private static final int SOURCE_DIGITS = 16;

    /** @param server the fingerprint of the server's identity */
    static CloudEvent of(String server, EventLog.Filed filed) {
        String id = shortened(server) + "-" + filed.event().number();
        JsonObjectBuilder json = begin(
                        server, id, filed.event().kind(), filed.event().at())
                .add("subject", filed.task())
                .add("datacontenttype", "application/json")
                .add("data", EventText.json(filed.event()));
        return new CloudEvent(id, json.build().toString());
    }

    /**
     * A message that says that the webhook works.
     *
     * @param unique makes its id differ from others
     */
    static CloudEvent ping(String server, String unique, String webhook, Instant now) {
        String id = shortened(server) + "-ping-" + unique;
        JsonObjectBuilder json = begin(server, id, "ping", now)
                .add("datacontenttype", "application/json")
                .add("data", JsonValues.object().add("webhook", webhook));
        return new CloudEvent(id, json.build().toString());
    }

    private static JsonObjectBuilder begin(String server, String id, String kind, Instant at) {
        return JsonValues.object()
                .add("specversion", "1.0")
                .add("id", id)
                .add("source", "urn:parley:server:" + shortened(server))
                .add("type", TYPE + kind)
                .add("time", at.toString());
    }

    private static String shortened(String server) {
        return server.substring(0, Math.min(server.length(), SOURCE_DIGITS));
    }
}
