package parley.cli.server;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Optional;
import parley.cli.rest.ServerDataFolder;

/** What {@code server.json} says: where the server of this machine answers, and the process that runs it. */
record AnnouncedServer(String url, long pid) {

    /** The server that announced itself in the folder; empty when none did or the file does not say. */
    static Optional<AnnouncedServer> read(ServerDataFolder data) {
        try (Reader file = Files.newBufferedReader(data.serverJson());
                JsonReader json = Json.createReader(file)) {
            JsonObject server = json.readObject();
            return Optional.of(new AnnouncedServer(server.getString("url", "?"), server.getInt("pid", 0)));
        } catch (IOException | JsonException e) {
            return Optional.empty();
        }
    }
}
