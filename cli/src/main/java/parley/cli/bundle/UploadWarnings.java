package parley.cli.bundle;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;

/** The server's warnings about an upload. */
public final class UploadWarnings {

    private UploadWarnings() {}

    /** One line for each warning: the message, then the paths. */
    public static List<String> of(JsonObject bundle) {
        if (!bundle.containsKey("warnings")) {
            return List.of();
        }
        return bundle.getJsonArray("warnings").getValuesAs(JsonObject.class).stream()
                .map(UploadWarnings::line)
                .toList();
    }

    private static String line(JsonObject warning) {
        List<String> paths = warning.getJsonArray("paths").getValuesAs(JsonString::getString);
        int more = warning.getInt("count") - paths.size();
        return "Warning: " + warning.getString("message") + "\n  " + String.join("\n  ", paths)
                + (more > 0 ? "\n  and " + more + " more" : "");
    }
}
