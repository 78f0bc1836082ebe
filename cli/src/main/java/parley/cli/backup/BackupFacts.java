package parley.cli.backup;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the manifest of a back-up says.
 *
 * @param made when, an instant
 * @param version the server's version
 * @param identity the fingerprint of the server's key
 * @param database {@code h2}, or {@code external}: then the archive has none
 * @param masterKey where it was: {@code configured} means that the archive has none
 * @param files the other files, by name
 * @param blobs how many
 * @param blobBytes their sizes added up
 * @param damaged the hex digests of blobs that were damaged on the server already
 */
public record BackupFacts(
        String made,
        String version,
        String identity,
        String database,
        String masterKey,
        Map<String, Content> files,
        long blobs,
        long blobBytes,
        List<String> damaged) {

    static final int FORMAT = 1;

    /** Size and hex digest of a file. */
    public record Content(long bytes, String sha256) {}

    /** What the commands print about a back-up with {@code --json}. */
    public JsonObjectBuilder json() {
        return Json.createObjectBuilder()
                .add("made", made)
                .add("version", version)
                .add("identity", identity)
                .add("database", database)
                .add("masterKey", masterKey)
                .add("blobs", blobs)
                .add("damaged", Json.createArrayBuilder(damaged));
    }

    /** @return empty if a member is missing or of another type, or the format is another */
    static Optional<BackupFacts> of(JsonObject manifest) {
        try {
            if (manifest.getInt("format") != FORMAT) {
                return Optional.empty();
            }
            Map<String, Content> files = new HashMap<>();
            for (JsonObject file : manifest.getJsonArray("files").getValuesAs(JsonObject.class)) {
                files.put(
                        file.getString("name"),
                        new Content(file.getJsonNumber("bytes").longValueExact(), file.getString("sha256")));
            }
            JsonObject blobs = manifest.getJsonObject("blobs");
            return Optional.of(new BackupFacts(
                    manifest.getString("made"),
                    manifest.getString("version"),
                    manifest.getString("identity"),
                    manifest.getString("database"),
                    manifest.getString("masterKey"),
                    files,
                    blobs.getJsonNumber("count").longValueExact(),
                    blobs.getJsonNumber("bytes").longValueExact(),
                    manifest.getJsonArray("damaged").getValuesAs(JsonString.class).stream()
                            .map(JsonString::getString)
                            .toList()));
        } catch (NullPointerException | ClassCastException | ArithmeticException incomplete) {
            return Optional.empty();
        }
    }
}
