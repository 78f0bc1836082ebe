package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.HostName;
import parley.cli.terminal.Shell;

/**
 * Finds the server and the API key: options first, then the environment, then the server that this user has signed in
 * to with {@code parley login}, then the servers that this user runs on this machine, wherever their data is. The key
 * of this machine's server is used for this machine's addresses only, and read only from a folder that belongs to this
 * user.
 */
public final class Discovery {

    private final Shell shell;
    private final ServerOptions options;
    private final RunFiles runFiles;
    private final OwnFiles own;
    private final Profiles profiles;
    private Optional<ServerDataFolder> found = Optional.empty();
    private Optional<Profile> profile = Optional.empty();

    public Discovery(Shell shell, ServerOptions options) {
        this.shell = shell;
        this.options = options;
        this.runFiles = RunFiles.of(shell, HostName.ofThisMachine());
        this.own = OwnFiles.ofThisProcess();
        this.profiles = Profiles.of(shell);
    }

    /** A client of the server that was found. Nothing has been sent yet. */
    public RestClient rest() {
        ServerAddress address = address();
        return new RestClient(address, key(address), profile.flatMap(Profile::certificate));
    }

    /** The data folder of the server that this command means, if it runs here or its folder is named. */
    public Optional<ServerDataFolder> dataFolder() {
        if (named().isPresent()) {
            return named();
        }
        List<RunFiles.Found> running = runFiles.running();
        return running.size() == 1
                ? Optional.of(new ServerDataFolder(running.get(0).data()))
                : Optional.empty();
    }

    ServerAddress address() {
        if (options.server != null) {
            return withProfile(ServerAddress.parse(options.server, "--server"));
        }
        if (options.profile != null) {
            return of(profiles.named(options.profile));
        }
        Optional<String> variable = shell.variable("PARLEY_SERVER").filter(server -> options.data == null);
        if (variable.isPresent()) {
            return withProfile(ServerAddress.parse(variable.get(), "PARLEY_SERVER"));
        }
        Optional<String> chosen = shell.variable("PARLEY_PROFILE").filter(name -> options.data == null);
        if (chosen.isPresent()) {
            return of(profiles.named(chosen.get()));
        }
        if (named().isPresent()) {
            return runningFrom(named().get());
        }
        Optional<Profile> current = profiles.current();
        return current.isPresent() ? of(current.get()) : running();
    }

    private ServerAddress of(Profile chosen) {
        profile = Optional.of(chosen);
        return chosen.server();
    }

    private ServerAddress withProfile(ServerAddress address) {
        profile = profiles.of(address);
        return address;
    }

    private ServerAddress running() {
        List<RunFiles.Found> running = runFiles.running();
        if (running.isEmpty()) {
            return runningFrom(ServerDataFolder.usual(shell));
        }
        if (running.size() > 1) {
            throw severalRun(running);
        }
        found = Optional.of(new ServerDataFolder(running.get(0).data()));
        return ServerAddress.parse(running.get(0).url(), "the note of a server that runs here");
    }

    private Optional<ServerDataFolder> named() {
        return options.data == null
                ? shell.variable("PARLEY_DATA").map(data -> ServerDataFolder.usual(shell))
                : Optional.of(new ServerDataFolder(shell.path(options.data)));
    }

    private static CliProblem severalRun(List<RunFiles.Found> running) {
        return new CliProblem(
                ExitCode.USAGE,
                "Several servers run on this machine, and none is named.",
                running.stream()
                        .map(each -> each.url() + " has its data in " + each.data())
                        .collect(Collectors.joining(", ", "", ".")),
                "choose one: --data DIR, or --server URL");
    }

    private ServerAddress runningFrom(ServerDataFolder data) {
        checkThatItIsOwn(data);
        JsonObject server;
        try (Reader file = Files.newBufferedReader(data.serverJson());
                JsonReader json = Json.createReader(file)) {
            server = json.readObject();
        } catch (NoSuchFileException e) {
            throw new CliProblem(
                    ExitCode.UNREACHABLE,
                    "No server is known here.",
                    options.data == null
                            ? "Neither --server nor PARLEY_SERVER is given, and no server runs from " + data.path()
                                    + (named().isPresent() ? "." : " or another folder of this user.")
                            : "No server that parley serve started runs from " + data.path() + ".",
                    "parley serve, or --server URL for one that runs elsewhere");
        } catch (IOException | JsonException e) {
            throw new CliProblem(
                    ExitCode.UNREACHABLE,
                    "The server on this machine cannot be found.",
                    data.serverJson()
                            + (e instanceof JsonException ? " is not what parley serve writes." : " cannot be read."),
                    "run this as the user who runs the server, or give --server URL",
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
        found = Optional.of(data);
        return ServerAddress.parse(
                server.getString("url", ""), data.serverJson().toString());
    }

    /** Root may use a named folder of another user, because a service has its own user. */
    private void checkThatItIsOwn(ServerDataFolder data) {
        try {
            if (!Files.exists(data.path())
                    || own.isOwn(data.path().toRealPath())
                    || own.isRoot() && named().isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw notOwn(data, "Its owner is unknown: " + e.getMessage() + ".", e);
        }
        throw notOwn(data, "It belongs to another user, or others may write to it.", null);
    }

    private static CliProblem notOwn(ServerDataFolder data, String why, @Nullable IOException cause) {
        return new CliProblem(
                ExitCode.REFUSED,
                "The data folder " + data.path() + " is not used.",
                why,
                "run this as the user who runs the server, or give --server URL and PARLEY_API_KEY",
                cause);
    }

    String key(ServerAddress address) {
        if (options.keyFile != null) {
            return ApiKeyText.read(shell.path(options.keyFile), "--key-file");
        }
        Optional<String> variable = shell.variable("PARLEY_API_KEY").filter(key -> options.profile == null);
        if (variable.isPresent()) {
            return ApiKeyText.of(variable.get().strip(), "PARLEY_API_KEY");
        }
        if (profile.isPresent()) {
            return ApiKeyText.of(
                    profile.get().key(), "the profile " + profile.get().name());
        }
        if (!address.loopback()) {
            throw noKey("Neither --key-file nor PARLEY_API_KEY is given, and " + address + " is not on this machine.");
        }
        ServerDataFolder data =
                found.or(this::named).or(() -> runningAt(address)).orElseGet(() -> ServerDataFolder.usual(shell));
        checkThatItIsOwn(data);
        if (!Files.exists(data.adminKey())) {
            throw noKey("Neither --key-file nor PARLEY_API_KEY is given, and there is no " + data.adminKey() + ".");
        }
        return ApiKeyText.read(data.adminKey(), "the data folder");
    }

    private Optional<ServerDataFolder> runningAt(ServerAddress address) {
        return runFiles.running().stream()
                .filter(server -> server.url().equals(address.toString().replace("//localhost", "//127.0.0.1")))
                .map(server -> new ServerDataFolder(server.data()))
                .findFirst();
    }

    private static CliProblem noKey(String why) {
        return new CliProblem(
                ExitCode.REFUSED,
                "No API key.",
                why,
                "parley login URL, or export PARLEY_API_KEY=pak_…, with a key from: parley key create NAME --role"
                        + " operator");
    }
}
