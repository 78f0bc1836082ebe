package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import parley.cli.terminal.Shell;
import parley.folders.UnknownFolderException;

/**
 * Notes of the servers that this user runs on this machine, so that commands find them wherever their data is: one
 * file for each, {@code servers/ID.json} below the user's state folder, or below {@code XDG_RUNTIME_DIR/parley} where
 * there is no state folder. Only this user can read them, and only notes of this user count. A note whose process is
 * gone is removed when it is read.
 */
public final class RunFiles {

    /** The most notes that are read, and the most bytes of one: {@code parley serve} never leaves more. */
    private static final int MOST_FILES = 200;

    private static final int MOST_BYTES = 16_384;

    /**
     * A server that runs.
     *
     * @param data its data folder
     * @param url where it answers on this machine
     */
    public record Found(Path data, String url) {}

    private final List<Path> folders;
    private final String host;
    private final OwnFiles own;

    RunFiles(List<Path> folders, String host, OwnFiles own) {
        this.folders = folders;
        this.host = host;
        this.own = own;
    }

    /** Those of the user of this process. {@code host} distinguishes machines that share a home folder. */
    public static RunFiles of(Shell shell, String host) {
        List<Path> folders = new ArrayList<>();
        try {
            folders.add(shell.folders().state().resolve("servers"));
        } catch (UnknownFolderException e) {
            // Without a state folder there is XDG_RUNTIME_DIR, or no place at all: parley serve says so.
        }
        shell.folders().runtime().map(folder -> folder.resolve("servers")).ifPresent(folders::add);
        return new RunFiles(List.copyOf(folders), host, OwnFiles.ofThisProcess());
    }

    /**
     *  Writes a note of a server that the process {@code pid} runs. Returns the note; empty if no folder can hold it.
     */
    public Optional<Path> write(Found server, long pid) {
        String text = Json.createObjectBuilder()
                        .add("data", server.data().toString())
                        .add("url", server.url())
                        .add("pid", pid)
                        .add("start", ProcessStart.of(pid))
                        .add("host", host)
                        .build()
                + "\n";
        String name = UUID.nameUUIDFromBytes((host + "\n" + server.data()).getBytes(StandardCharsets.UTF_8)) + ".json";
        return folders.stream()
                .flatMap(folder -> write(folder, name, text).stream())
                .findFirst();
    }

    private Optional<Path> write(Path folder, String name, String text) {
        try {
            return Optional.of(PrivateFiles.write(own, folder, name, text));
        } catch (IOException e) {
            // This folder cannot hold it; empty tells the caller that none can.
            return Optional.empty();
        }
    }

    /** The servers that run, in the order of their data folders. */
    public List<Found> running() {
        return folders.stream()
                .flatMap(this::notes)
                .flatMap(note -> read(note).stream())
                .distinct()
                .sorted((one, other) -> one.data().compareTo(other.data()))
                .toList();
    }

    private Stream<Path> notes(Path folder) {
        List<Path> found = new ArrayList<>();
        try {
            if (!own.isOwn(folder)) {
                return Stream.empty();
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
                for (Path file : files) {
                    if (found.size() < MOST_FILES) {
                        found.add(file);
                    }
                }
            }
        } catch (IOException e) {
            // No such folder, or none that this user may read: no notes.
            return Stream.empty();
        }
        return found.stream();
    }

    private Optional<Found> read(Path note) {
        try {
            if (!own.isOwn(note) || !Files.isRegularFile(note) || Files.size(note) > MOST_BYTES) {
                return Optional.empty();
            }
            JsonObject server;
            try (Reader file = Files.newBufferedReader(note);
                    JsonReader json = Json.createReader(file)) {
                server = json.readObject();
            }
            if (!server.getString("host", "").equals(host)) {
                return Optional.empty();
            }
            long pid = server.getInt("pid", 0);
            String start = server.getString("start", "");
            if (start.isEmpty() || !start.equals(ProcessStart.of(pid))) {
                Files.deleteIfExists(note);
                return Optional.empty();
            }
            return Optional.of(new Found(Path.of(server.getString("data", "")), server.getString("url", "")));
        } catch (IOException | JsonException | ClassCastException e) {
            // Gone meanwhile, or not written by parley serve: ignored.
            return Optional.empty();
        }
    }
}
