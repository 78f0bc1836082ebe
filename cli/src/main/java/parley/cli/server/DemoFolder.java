package parley.cli.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.ExitCode;
import parley.folders.FolderRemoval;

/**
 * The temporary folder of one demo, with the server that runs in it. Closing it, Ctrl-C and SIGTERM remove both; after
 * a kill -9 the server ends by itself and the folder stays.
 */
final class DemoFolder implements AutoCloseable {

    private final Path folder;
    private final ShutdownAction whenTold = new ShutdownAction(this::endWhenTold);
    private @Nullable ServerFolder serverFolder;
    private @Nullable LocalServer server;
    private boolean deleted;
    private volatile ExitCode exit = ExitCode.INTERRUPTED;

    private DemoFolder(Path folder) {
        this.folder = folder;
    }

    static DemoFolder create() throws IOException {
        return new DemoFolder(Files.createTempDirectory("parley-demo-"));
    }

    synchronized ServerFolder serverFolder() {
        ServerFolder opened = ServerFolder.open(new ServerDataFolder(folder.resolve("server")));
        serverFolder = opened;
        return opened;
    }

    /** Also stops {@code started} when this process is told to end. */
    synchronized LocalServer keep(LocalServer started) {
        server = started;
        return started;
    }

    /** The folder that a client keeps up to date. */
    Path destination(String client) {
        return folder.resolve(client);
    }

    /** Where a client keeps its keys. */
    Path state(String client) {
        return folder.resolve(client + ".state");
    }

    /** Where a bundle is prepared. */
    Path bundle(String version) {
        return folder.resolve("bundle-" + version);
    }

    /** From now on Ctrl-C is the expected end. */
    void endsWhenAsked() {
        exit = ExitCode.OK;
    }

    private ExitCode endWhenTold() {
        delete();
        return exit;
    }

    @Override
    public void close() {
        whenTold.close();
        delete();
    }

    private synchronized void delete() {
        if (deleted) {
            return;
        }
        deleted = true;
        if (server != null) {
            server.close();
        }
        if (serverFolder != null) {
            serverFolder.close();
        }
        try {
            FolderRemoval.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's folder " + folder + " could not be deleted", e);
        }
    }
}
