package parley.server.events;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import parley.server.storage.JsonValues;

/** Events as JSON, and as the text of an event stream (WHATWG HTML §9.2). */
public final class EventText {

    private EventText() {}

    public static JsonObject json(TaskEvent event) {
        return JsonValues.object(event.content())
                .add("number", event.number())
                .add("at", event.at().toString())
                .add("kind", event.kind())
                .build();
    }

    /** The begin of a stream: its position, and when to come back after a cut. */
    static byte[] opening(long number) {
        return bytes("retry: 1000\nid: " + number + "\nevent: begin\ndata: {\"number\":" + number + "}\n\n");
    }

    /** Events up to this number are gone, and the reader has missed some: it has to read everything again. */
    static byte[] reset(long number) {
        return bytes("id: " + number + "\nevent: reset\ndata: {\"number\":" + number + "}\n\n");
    }

    static byte[] block(List<TaskEvent> events) {
        StringBuilder text = new StringBuilder();
        for (TaskEvent event : events) {
            text.append("id: ").append(event.number());
            text.append("\nevent: ").append(event.kind());
            text.append("\ndata: ").append(json(event)).append("\n\n");
        }
        return bytes(text.toString());
    }

    /** A comment against time-outs of proxies, and an event without an id that shows a page that the stream works. */
    static byte[] heartbeat(Instant now) {
        return bytes(": still here\nevent: heartbeat\ndata: {\"at\":\"" + now + "\"}\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
