package parley.server.it;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A server that stories are told on.
 *
 * @param port on 127.0.0.1
 * @param data its data folder
 */
public record RunningServer(int port, Path data) {

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** With the key that the server wrote for the CLI on the same machine. */
    public Rest admin() throws IOException {
        return new Rest(uri(), Files.readString(data.resolve("admin.key")).strip());
    }

    /** With a key of this role, made for the occasion. */
    public Rest as(String role) throws IOException, InterruptedException {
        String name = role + "-" + UUID.randomUUID();
        return new Rest(
                uri(),
                admin().post("/api/v1/keys", "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}")
                        .expect(201)
                        .json()
                        .getString("key"));
    }

    Rest withoutKey() {
        return new Rest(uri(), "");
    }
}
