package parley.cli.rest;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.ExitCode;
import parley.cli.terminal.Shell;
import parley.folders.UnknownFolderException;

/**
 * The servers that this user has signed in to: {@code profiles/NAME.json} in the user's configuration folder, readable
 * by this user only, and {@code current} with the name of the one that is used where nothing else is said. A file that
 * others could have changed is refused.
 */
public final class Profiles {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_BYTES = 16_384;
    private static final String ENDING = ".json";
    private static final String CURRENT = "current";

    private final Optional<Path> folder;
    private final OwnFiles own;

    private Profiles(Optional<Path> folder, OwnFiles own) {
        this.folder = folder;
        this.own = own;
    }

    /** Those of the user of this shell. */
    public static Profiles of(Shell shell) {
        Optional<Path> folder;
        try {
            folder = Optional.of(shell.folders().config());
        } catch (UnknownFolderException e) {
            folder = Optional.empty(); // an account without a home folder has no profiles
        }
        return new Profiles(folder, OwnFiles.ofThisProcess());
    }

    /** Whether a profile can have this name: letters, digits, dots, hyphens and underscores, at most 64. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.endsWith(ENDING);
    }

    /** The one that is used where nothing else is said. */
    public Optional<Profile> current() {
        return currentName().flatMap(this::read);
    }

    /** @throws CliProblem if there is none of this name */
    public Profile named(String name) {
        return Optional.of(name)
                .filter(Profiles::isName)
                .flatMap(this::read)
                .orElseThrow(() -> new CliProblem(
                        ExitCode.NOT_FOUND,
                        "There is no profile \"" + name + "\".",
                        "parley login has made none of this name for this user.",
                        "parley login shows the profiles; parley login URL --name " + (isName(name) ? name : "NAME")));
    }

    /** The profile of this server, the current one first. */
    public Optional<Profile> of(ServerAddress server) {
        return current().stream()
                .filter(profile -> profile.server().equals(server))
                .findFirst()
                .or(() -> all().stream()
                        .filter(profile -> profile.server().equals(server))
                        .findFirst());
    }

    /** All of them, by name. */
    public List<Profile> all() {
        List<Profile> found = new ArrayList<>();
        if (folder.isEmpty()) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.get().resolve("profiles"), "*" + ENDING)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                read(name.substring(0, name.length() - ENDING.length())).ifPresent(found::add);
            }
        } catch (NoSuchFileException none) {
            return found;
        } catch (IOException e) {
            throw unreadable(folder.get().resolve("profiles"), e.toString() + ".", e);
        }
        found.sort(Comparator.comparing(Profile::name));
        return found;
    }

    /** Adds or replaces a profile, and makes it the current one. */
    public void save(Profile profile) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("server", profile.server().toString())
                .add("key", profile.key());
        profile.certificate().ifPresent(pinned -> json.add("certificate", pinned.sha256()));
        write("profiles", profile.name() + ENDING, json.build() + "\n");
        use(profile.name());
    }

    /** Makes this profile the current one. */
    public void use(String name) {
        write("", CURRENT, name + "\n");
    }

    /** @return false if there is none of this name */
    public boolean remove(String name) {
        if (folder.isEmpty() || !isName(name)) {
            return false;
        }
        try {
            if (currentName().filter(name::equals).isPresent()) {
                Files.deleteIfExists(folder.get().resolve(CURRENT));
            }
            return Files.deleteIfExists(file(folder.get(), name));
        } catch (IOException e) {
            throw unreadable(file(folder.get(), name), e.toString() + ".", e);
        }
    }

    /** The name in {@code current}, whether there is such a profile or not. */
    public Optional<String> currentName() {
        return folder.flatMap(where -> text(where.resolve(CURRENT)))
                .map(String::strip)
                .filter(Profiles::isName);
    }

    private Optional<Profile> read(String name) {
        return folder.flatMap(where -> text(file(where, name)).map(text -> parsed(name, file(where, name), text)));
    }

    private static Path file(Path folder, String name) {
        return folder.resolve("profiles").resolve(name + ENDING);
    }

    private static Profile parsed(String name, Path file, String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            Optional<PinnedCertificate> certificate = json.containsKey("certificate")
                    ? Optional.of(PinnedCertificate.parse(json.getString("certificate"))
                            .orElseThrow(() -> new JsonException("certificate is no fingerprint")))
                    : Optional.empty();
            return new Profile(
                    name,
                    ServerAddress.parse(json.getString("server"), file.toString()),
                    json.getString("key"),
                    certificate);
        } catch (JsonException | NullPointerException | ClassCastException e) {
            throw unreadable(file, "It is not what parley login writes.", e);
        }
    }

    private Optional<String> text(Path file) {
        try {
            if (!own.isOwn(file)) {
                throw new CliProblem(
                        ExitCode.REFUSED,
                        file + " is not used.",
                        "It belongs to another user, or others may write to it.",
                        "look at who owns it, then remove it and run parley login again");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e.toString() + ".", e);
        }
    }

    private static CliProblem unreadable(Path file, String why, Exception cause) {
        return new CliProblem(
                ExitCode.FAILED,
                "The profiles of this user cannot be used: " + file + ".",
                why,
                "correct or remove that, then run parley login again",
                cause);
    }

    private void write(String below, String name, String text) {
        if (folder.isEmpty()) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "There is no place for the profile.",
                    "XDG_CONFIG_HOME and HOME are not set to absolute paths, and the account has no home folder.",
                    "export XDG_CONFIG_HOME=DIR, or use --server URL and PARLEY_API_KEY");
        }
        try {
            PrivateFiles.write(own, folder.get().resolve(below), name, text);
        } catch (IOException e) {
            throw new CliProblem(
                    ExitCode.FAILED,
                    "The profile cannot be written below " + folder.get() + ".",
                    e.toString() + ".",
                    "check the permissions and the free space there",
                    e);
        }
    }
}
