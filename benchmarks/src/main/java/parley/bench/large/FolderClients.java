package parley.bench.large;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import parley.apply.DirectoryUpdate;
import parley.bench.process.RestAdmin;
import parley.client.Outcome;
import parley.client.UpdateClient;
import parley.protocol.JoinToken;

/** Clients that update folders, one after the other, each for a task of its own. */
final class FolderClients {

    private final RestAdmin admin;
    private final Path folder;
    private int number;

    /** @param folder for what the clients remember */
    FolderClients(RestAdmin admin, Path folder) {
        this.admin = admin;
        this.folder = folder;
    }

    /**
     * Brings a destination to the content of the source, by way of the server.
     *
     * @return seconds from the client's start to its end; the upload comes before
     */
    double update(Path source, Path destination) throws Exception {
        JsonObject policy = Json.createObjectBuilder().add("confirm", "PT0S").build();
        JsonObject task = admin.startTask(admin.upload(source), policy);
        JoinToken token = JoinToken.parse(task.getJsonObject("token").getString("token"));
        long begun = System.nanoTime();
        try (DirectoryUpdate update = DirectoryUpdate.into(destination).build();
                UpdateClient client = UpdateClient.builder(token)
                        .name("bench")
                        .stateFolder(folder.resolve("client-" + ++number))
                        .handler(update)
                        .build()) {
            Outcome outcome = client.run();
            if (!outcome.ok()) {
                throw new IOException("the update failed: " + outcome);
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
