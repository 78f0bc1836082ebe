package parley.server.sessions;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.server.storage.DataFolder;
import parley.server.storage.Ids;

/** The id of this server process, stored in its data folder, so that after a restart it finds its earlier sessions. */
@ApplicationScoped
public class Node {

    private static final String FILE = "node";

    @Inject
    DataFolder folder;

    @Inject
    Ids ids;

    private String id;

    @PostConstruct
    void read() {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                folder.writeSecret(FILE, ids.next());
            }
            id = Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be read.", e);
        }
    }

    /** At most 36 characters; no other process that runs has it. */
    public String id() {
        return id;
    }
}
