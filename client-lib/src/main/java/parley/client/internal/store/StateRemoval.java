package parley.client.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import parley.folders.FolderRemoval;

/** Removes parts of a state folder, whose lock for that server the caller holds. */
public final class StateRemoval {

    private final Path folder;

    public StateRemoval(Path folder) {
        this.folder = folder;
    }

    /** The key, which is named by the server's key in hex, its tasks, and the tokens that led to them. */
    public boolean server(String server) throws IOException {
        Path tasks = folder.resolve("tasks").resolve(server);
        Path key = folder.resolve("keys").resolve(server + ".key");
        boolean there = Files.exists(tasks) || Files.exists(key);
        for (String task : names(tasks)) {
            tokensOf(task);
        }
        FolderRemoval.delete(tasks);
        DurableFile.delete(key); // after the tasks: reports of another key would mean nothing to the server
        DurableFile.delete(folder.resolve("keys").resolve(server + ".owner"));
        return there;
    }

    /** The notes that a token leads to this task's folder. */
    public void tokensOf(String task) throws IOException {
        Path tokens = folder.resolve("tokens");
        for (String token : names(tokens)) {
            if (Files.readString(tokens.resolve(token)).strip().equals(task)) {
                DurableFile.delete(tokens.resolve(token));
            }
        }
    }

    public static List<String> names(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.endsWith(".tmp"))
                    .sorted()
                    .toList();
        }
    }
}
