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

/** The content of {@code server.json}: the address of this machine's server, and its process. */
record AnnouncedServer(String url, long pid) {

    /** The server that announced itself in the folder; empty if none did or the file is not valid. */
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
