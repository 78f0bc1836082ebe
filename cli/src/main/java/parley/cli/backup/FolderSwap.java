package parley.cli.backup;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import parley.folders.FolderRemoval;

/**
 * Puts new files in the place of a data folder's own, by renames. The marker {@code restore.incomplete} is on the disk
 * before the first rename, so that no server starts from a mixture, and it says how the former state comes back. The
 * former files are kept in a folder {@code before-restore-…}. The caller holds the folder's locks.
 */
final class FolderSwap {

    static final String MARKER = "restore.incomplete";

    /** What belongs to the state of one server. All else in the folder is made again, or is a log. */
    private static final List<String> NAMES =
            List.of("db", "blobs", "master.key", "admin.key", "node", "sign-in-link", "audit.anchor", "restored");

    private static final String KEPT = "before-restore-[0-9TZ-]{1,40}";

    private final Path folder;
    private final Consumer<String> step;

    /** @param step hears of each change before it is made: a test ends here as a killed process would */
    FolderSwap(Path folder, Consumer<String> step) {
        this.folder = folder;
        this.step = step;
    }

    boolean isInterrupted() {
        return Files.exists(folder.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
    }

    /** The names of the state that is there now. */
    List<String> present() {
        return NAMES.stream()
                .filter(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Says that the folder is incomplete from now on, and what it had. */
    void begin(String kept, List<String> had) throws IOException {
        step.accept("mark");
        byte[] text = (Json.createObjectBuilder()
                                .add("kept", kept)
                                .add("had", Json.createArrayBuilder(had))
                                .build()
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Path temporary = folder.resolve(MARKER + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel out = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                BackupFile.ownerOnly("rw-------"))) {
            for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
        move(temporary, folder.resolve(MARKER));
        sync(folder);
    }

    /** Keeps the former files and moves those of {@code from} in their place. */
    void swap(Path from, String kept, List<String> had) throws IOException {
        if (!had.isEmpty()) {
            step.accept("make " + kept);
            Files.createDirectories(folder.resolve(kept), BackupFile.ownerOnly("rwx------"));
        }
        for (String name : had) {
            step.accept("keep " + name);
            move(folder.resolve(name), folder.resolve(kept).resolve(name));
        }
        for (String name : NAMES) {
            if (Files.exists(from.resolve(name))) {
                step.accept("put " + name);
                move(from.resolve(name), folder.resolve(name));
            }
        }
        if (!had.isEmpty()) {
            sync(folder.resolve(kept));
        }
        sync(folder);
    }

    /** Says that the folder is complete. */
    void end() throws IOException {
        step.accept("end");
        Files.delete(folder.resolve(MARKER));
        sync(folder);
    }

    /** Brings back the state before a swap that was interrupted. May be interrupted itself, and repeated. */
    void undo() throws IOException {
        JsonObject marker = marker();
        String kept = marker.getString("kept", "");
        if (!kept.matches(KEPT) || !(marker.get("had") instanceof JsonArray names)) {
            throw new IOException(folder.resolve(MARKER) + " is not what parley restore-server writes");
        }
        List<String> had = new ArrayList<>();
        names.getValuesAs(JsonString.class).forEach(name -> had.add(name.getString()));
        for (String name : NAMES) {
            Path there = folder.resolve(name);
            Path before = folder.resolve(kept).resolve(name);
            boolean moved = Files.exists(before, LinkOption.NOFOLLOW_LINKS);
            if (moved || !had.contains(name)) {
                step.accept("remove " + name);
                FolderRemoval.delete(there);
            }
            if (moved) {
                step.accept("bring back " + name);
                move(before, there);
            }
        }
        Files.deleteIfExists(folder.resolve(kept));
        sync(folder);
        end();
    }

    private JsonObject marker() throws IOException {
        try (Reader text = Files.newBufferedReader(folder.resolve(MARKER));
                JsonReader json = Json.createReader(text)) {
            return json.readObject();
        } catch (JsonException e) {
            throw new IOException(folder.resolve(MARKER) + " is not what parley restore-server writes", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes the names in a folder durable; Windows needs and has no such call. */
    static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
