package parley.cli.server;

import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.folders.FolderRemoval;

/**
 * The data folder of a server that this process runs: created for its owner only, checked, and locked against a second
 * {@code parley serve} until it is closed. The server itself takes its own lock, {@code lock}; each lock ends with its
 * process, however that ends.
 */
final class ServerFolder implements AutoCloseable {

    private static final Set<String> OWN = Set.of("lock", "serve.lock", "master.key", "blobs", "db", "sign-in-link");

    private final ServerDataFolder data;
    private final FileChannel channel;
    private Optional<Path> note = Optional.empty();

    private ServerFolder(ServerDataFolder data, FileChannel channel) {
        this.data = data;
        this.channel = channel;
    }

    /** @throws CliProblem if the folder cannot be read and written, or another server uses it */
    static ServerFolder open(ServerDataFolder data) {
        Path path = data.path();
        try {
            FolderTree.create(path);
            if (isForeign(path)) {
                throw foreign(path);
            }
            FileChannel channel = locked(path.resolve("serve.lock")).orElseThrow(() -> inUse(data));
            try {
                if (Files.exists(path.resolve("lock"))) {
                    locked(path.resolve("lock")).orElseThrow(() -> inUse(data)).close();
                }
                FolderTree.create(path.resolve("logs"));
                return new ServerFolder(data, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    // The server makes its folder private; this must not happen by mistake to a folder with other content.
    private static CliProblem foreign(Path path) {
        return new CliProblem(
                ExitCode.FAILED,
                "The folder " + path + " is not a data folder.",
                "It has files, but none that a Parley server made.",
                "parley serve --data DIR with a new or an empty folder");
    }

    private static boolean isForeign(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            Set<String> names =
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
            return !Set.of("lost+found").containsAll(names) && Collections.disjoint(names, OWN);
        }
    }

    /** The file, open and locked; empty when another process holds the lock. */
    private static Optional<FileChannel> locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(channel);
    }

    private static CliProblem inUse(ServerDataFolder data) {
        String running = AnnouncedServer.read(data)
                .map(server -> "The one at " + server.url() + " (process " + server.pid() + ") holds its lock.")
                .orElse("Another server holds its lock.");
        return new CliProblem(
                ExitCode.FAILED,
                "The data folder " + data.path() + " is in use by another server.",
                running,
                "stop that server, or give this one its own folder: parley serve --data DIR --port PORT");
    }

    private static CliProblem unusable(Path path, IOException e) {
        String why;
        if (e instanceof FileAlreadyExistsException) {
            why = e.getMessage() + " is a file, not a folder.";
        } else if (e instanceof AccessDeniedException) {
            why = "This user may not write " + e.getMessage() + ".";
        } else if (e instanceof NoSuchFileException) {
            why = e.getMessage() + " cannot be created there.";
        } else {
            why = e.getMessage() + ".";
        }
        return new CliProblem(
                ExitCode.FAILED,
                "The data folder " + path + " cannot be used.",
                why,
                "parley serve --data DIR with a folder that this user may read and write",
                e);
    }

    Path path() {
        return data.path();
    }

    /** The files of the running Payara Micro; made again at each start. */
    Path run() {
        return path().resolve("run");
    }

    Path logs() {
        return path().resolve("logs");
    }

    /** The API key of the first administrator. */
    Path adminKey() {
        return data.adminKey();
    }

    /** The one-time code from the server's first start; removed so that it is shown once. */
    Optional<String> takeSignInCode() {
        Path file = path().resolve("sign-in-link");
        try {
            String code = Files.readString(file).strip();
            Files.delete(file);
            return Optional.of(code);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(path(), e);
        }
    }

    /** Removes this note of the running server when the folder is closed. */
    void noted(Path file) {
        note = Optional.of(file);
    }

    /**
     * Writes {@code server.json}, by which the other commands find the server: completely or not at all, for its owner
     * only.
     */
    void announce(AnnouncedServer server) {
        Path temporary = path().resolve("server.json.new");
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(temporary);
            if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(
                    temporary,
                    Json.createObjectBuilder()
                                    .add("url", server.url())
                                    .add("pid", server.pid())
                                    .build() + "\n");
            Files.move(
                    temporary, data.serverJson(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(path(), e);
        }
    }

    /**
     * Removes {@code server.json} and the running server's files, and releases the folder. Can be called more than
     * once.
     */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            Files.deleteIfExists(data.serverJson());
            if (note.isPresent()) {
                Files.deleteIfExists(note.get());
            }
            FolderRemoval.delete(run());
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + path() + " could not be cleaned up", e);
        }
    }
}
