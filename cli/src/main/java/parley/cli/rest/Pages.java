package parley.cli.rest;

import jakarta.json.JsonObject;
import java.util.function.Consumer;

/** Reads a list of the server page by page, along its {@code next} cursor. */
public final class Pages {

    private static final int LIMIT = 200;

    private final RestClient rest;

    public Pages(RestClient rest) {
        this.rest = rest;
    }

    /** Passes on every item of the list {@code member} at {@code path}, which may have a query. */
    public void forEach(String path, String member, Consumer<JsonObject> item) {
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + LIMIT;
        String cursor = "";
        do {
            JsonObject page = rest.get(cursor.isEmpty() ? first : first + "&cursor=" + RestClient.segment(cursor));
            page.getJsonArray(member).getValuesAs(JsonObject.class).forEach(item);
            String next = page.getString("next", "");
            cursor = next.equals(cursor) ? "" : next;
        } while (!cursor.isEmpty());
    }
}
