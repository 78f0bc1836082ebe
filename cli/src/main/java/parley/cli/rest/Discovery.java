package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;

/**
 * Finds the server and the API key: options first, then the environment, then the data folder of the server on this machine.
 * The key of this machine's server is used for this machine's addresses only.
 */
public final class Discovery {

    private final Shell shell;
    private final ServerOptions options;
    private final DataFolder data;

    public Discovery(Shell shell, ServerOptions options) {
        this.shell = shell;
        this.options = options;
        this.data = DataFolder.usual(shell);
    }

    /** A client of the server that was found. Nothing has been sent yet. */
    public Rest rest() {
        ServerAddress address = address();
        return new Rest(address, key(address));
    }

    ServerAddress address() {
        if (options.server != null) {
            return ServerAddress.parse(options.server, "--server");
        }
        Optional<String> variable = shell.variable("PARLEY_SERVER");
        if (variable.isPresent()) {
            return ServerAddress.parse(variable.get(), "PARLEY_SERVER");
        }
        return runningHere();
    }

    private ServerAddress runningHere() {
        JsonObject server;
        try (Reader file = Files.newBufferedReader(data.serverJson());
                JsonReader json = Json.createReader(file)) {
            server = json.readObject();
        } catch (NoSuchFileException e) {
            throw new CliProblem(
                    ExitCode.UNREACHABLE,
                    "No server is known here.",
                    "Neither --server nor PARLEY_SERVER is given, and no server runs from " + data.path() + ".",
                    "parley serve, or --server URL for one that runs elsewhere");
        } catch (IOException | JsonException e) {
            throw new CliProblem(
                    ExitCode.UNREACHABLE,
                    "The server on this machine cannot be found.",
                    data.serverJson()
                            + (e instanceof JsonException ? " is not what parley serve writes." : " cannot be read."),
                    "run this as the user who runs the server, or give --server URL",
                    null,
                    e);
        }
        int pid = server.getInt("pid", 0);
        if (pid > 0 && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            throw new CliProblem(
                    ExitCode.UNREACHABLE,
                    "The server on this machine is not running.",
                    "It ran as process " + pid + ", which is gone.",
                    "parley serve");
        }
        return ServerAddress.parse(
                server.getString("url", ""), data.serverJson().toString());
    }

    String key(ServerAddress address) {
        if (options.keyFile != null) {
            return read(shell.path(options.keyFile), "--key-file");
        }
        Optional<String> variable = shell.variable("PARLEY_API_KEY");
        if (variable.isPresent()) {
            return checked(variable.get().strip(), "PARLEY_API_KEY");
        }
        if (!address.loopback()) {
            throw noKey("Neither --key-file nor PARLEY_API_KEY is given, and " + address + " is not on this machine.");
        }
        if (!Files.exists(data.adminKey())) {
            throw noKey("Neither --key-file nor PARLEY_API_KEY is given, and there is no " + data.adminKey() + ".");
        }
        return read(data.adminKey(), "the data folder");
    }

    private String read(Path file, String where) {
        try {
            String text = Files.size(file) > 4096 ? "" : Files.readString(file).strip();
            return checked(text, where + " (" + file + ")");
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "The API key cannot be read from " + file + ".",
                    e instanceof NoSuchFileException
                            ? "There is no such file."
                            : "The file cannot be read: " + e.getMessage(),
                    "run this as the user who owns the file, or set PARLEY_API_KEY",
                    null,
                    e);
        }
    }

    private static String checked(String key, String where) {
        if (!key.matches("pak_[A-Za-z0-9_-]{8,200}")) {
            throw new CliProblem(
                    ExitCode.REFUSED,
                    "What came from " + where + " is not an API key.",
                    "A key begins with pak_ and has no spaces"
                            + (key.startsWith("parley1_") ? "; this is a join token, which clients use." : "."),
                    "parley key create NAME --role operator, on the server's machine");
        }
        return key;
    }

    private static CliProblem noKey(String why) {
        return new CliProblem(
                ExitCode.REFUSED,
                "No API key.",
                why,
                "export PARLEY_API_KEY=pak_… with a key from: parley key create NAME --role operator");
    }
}
