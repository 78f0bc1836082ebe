package parley.folders;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders of this user for Parley, after the XDG Base Directory Specification: first the folder's own variable
 * ({@code XDG_STATE_HOME}, …), then {@code HOME}, last the home folder that the system's list of users has for the
 * account. A value that is empty or a relative path is ignored, as that specification asks; so is the {@code ?} that
 * Java gives for an account without an entry in the list. On Windows, which has no {@code HOME} of its own, the home
 * folder is always that of the account.
 *
 * <p>Only computes names: a folder may not exist or not be writable, and none is created. Immutable.
 */
public final class UserFolders {

    private static final String NAME = "parley";

    private final Map<String, String> environment;
    private final String accountHome;
    private final boolean windows;

    /**
     * @param environment the environment variables
     * @param accountHome the account's home folder, what Java has as {@code user.home}
     * @param windows whether this is Windows
     */
    public UserFolders(Map<String, String> environment, String accountHome, boolean windows) {
        this.environment = Map.copyOf(environment);
        this.accountHome = accountHome;
        this.windows = windows;
    }

    /** Those of this process. */
    public static UserFolders ofThisProcess() {
        return new UserFolders(
                System.getenv(),
                System.getProperty("user.home", ""),
                System.getProperty("os.name", "").startsWith("Windows"));
    }

    /**
     * What a client remembers: {@code $XDG_STATE_HOME/parley}, else {@code ~/.local/state/parley}.
     *
     * @throws UnknownFolderException if neither is known
     */
    public Path state() {
        return folder("XDG_STATE_HOME", ".local/state", "state");
    }

    /**
     * What a server keeps: {@code $XDG_DATA_HOME/parley/server}, else {@code ~/.local/share/parley/server}.
     *
     * @throws UnknownFolderException if neither is known
     */
    public Path serverData() {
        return folder("XDG_DATA_HOME", ".local/share", "data").resolve("server");
    }

    /**
     * What a user has set: {@code $XDG_CONFIG_HOME/parley}, else {@code ~/.config/parley}.
     *
     * @throws UnknownFolderException if neither is known
     */
    public Path config() {
        return folder("XDG_CONFIG_HOME", ".config", "configuration");
    }

    /**
     * Files that can be made again: {@code $XDG_CACHE_HOME/parley}, else {@code ~/.cache/parley}; empty if neither is
     * known.
     */
    public Optional<Path> cache() {
        return variable("XDG_CACHE_HOME")
                .or(() -> home().map(home -> home.resolve(".cache")))
                .map(base -> base.resolve(NAME));
    }

    /**
     * Files that end with the next start of the machine: {@code $XDG_RUNTIME_DIR/parley}; empty without that variable.
     */
    public Optional<Path> runtime() {
        return variable("XDG_RUNTIME_DIR").map(base -> base.resolve(NAME));
    }

    private Path folder(String variable, String belowHome, String kind) {
        return variable(variable)
                .or(() -> home().map(home -> home.resolve(belowHome)))
                .orElseThrow(() -> new UnknownFolderException(
                        "There is no place for Parley's " + kind + " folder.",
                        (windows ? variable + " is" : variable + " and HOME are")
                                + " not set to absolute paths, and the account has no home folder.",
                        variable))
                .resolve(NAME);
    }

    private Optional<Path> home() {
        Optional<Path> ofEnvironment = windows ? Optional.empty() : variable("HOME");
        return ofEnvironment.or(() -> absolute(accountHome));
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name)).flatMap(UserFolders::absolute);
    }

    private static Optional<Path> absolute(String text) {
        try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
        } catch (InvalidPathException noPath) {
            // Not a path here, so not an absolute one: ignored like a relative one.
            return Optional.empty();
        }
    }
}
