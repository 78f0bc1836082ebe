package parley.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.terminal.CliProblem;
import parley.cli.terminal.HostName;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Terminal;

@DisabledOnOs(OS.WINDOWS)
class DiscoveryTest {

    @TempDir
    Path home;

    private final ServerOptions options = new ServerOptions();
    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(
                Map.of("HOME", home.toString()),
                home,
                "?",
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                Terminal.none(),
                Clock.systemUTC());
    }

    private Path runs(String name, int port) throws IOException {
        Path data = Files.createDirectories(home.resolve(name));
        Files.writeString(data.resolve("admin.key"), "pak_the-key-of-" + name);
        Files.writeString(data.resolve("server.json"), "{\"url\":\"http://127.0.0.1:" + port + "\"}");
        RunFiles.of(shell, HostName.ofThisMachine())
                .write(
                        new RunFiles.Found(data, "http://127.0.0.1:" + port),
                        ProcessHandle.current().pid());
        return data;
    }

    private String found() {
        Discovery discovery = new Discovery(shell, options);
        ServerAddress address = discovery.address();
        return address + " " + discovery.key(address);
    }

    @Test
    void theOneServerThatRunsIsFoundWhereverItsDataIs() throws IOException {
        runs("srv", 9000);

        assertThat(found()).isEqualTo("http://127.0.0.1:9000 pak_the-key-of-srv");
    }

    @Test
    void betweenSeveralAnOptionChooses() throws IOException {
        runs("one", 9001);
        runs("two", 9002);

        assertThatThrownBy(this::found).isInstanceOfSatisfying(CliProblem.class, problem -> {
            assertThat(problem.what()).isEqualTo("Several servers run on this machine, and none is named.");
            assertThat(problem.why())
                    .isEqualTo("http://127.0.0.1:9001 has its data in " + home
                            + "/one, http://127.0.0.1:9002 has its data in " + home + "/two.");
            assertThat(problem.hint()).isEqualTo("choose one: --data DIR, or --server URL");
        });
        options.data = "two";
        assertThat(found()).isEqualTo("http://127.0.0.1:9002 pak_the-key-of-two");
        options.data = null;
        options.server = "http://localhost:9001";
        assertThat(found()).isEqualTo("http://localhost:9001 pak_the-key-of-one");
    }

    @Test
    void aDataFolderThatOthersMayWriteIsNotUsed() throws IOException {
        Path data = runs("srv", 9000);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(this::found).isInstanceOfSatisfying(CliProblem.class, problem -> {
            assertThat(problem.what()).isEqualTo("The data folder " + data + " is not used.");
            assertThat(problem.why()).isEqualTo("It belongs to another user, or others may write to it.");
            assertThat(problem.hint())
                    .isEqualTo("run this as the user who runs the server, or give --server URL and PARLEY_API_KEY");
        });
    }

    @Test
    void aDataFolderMayBeALink() throws IOException {
        Path data = runs("srv", 9000);
        Files.createSymbolicLink(home.resolve("link"), data);
        options.data = "link";

        assertThat(found()).isEqualTo("http://127.0.0.1:9000 pak_the-key-of-srv");
    }

    private Profile profile(String name, String url) {
        return new Profile(name, ServerAddress.parse(url, "the test"), "pak_the-key-of-" + name, Optional.empty());
    }

    @Test
    void theProfileOfTheLastLoginIsUsedBeforeAServerThatRunsHere() throws IOException {
        runs("srv", 9000);
        Profiles profiles = Profiles.of(shell);
        profiles.save(profile("lab", "https://lab.example"));
        profiles.save(profile("prod", "https://prod.example"));

        assertThat(found()).isEqualTo("https://prod.example pak_the-key-of-prod");
        options.profile = "lab";
        assertThat(found()).isEqualTo("https://lab.example pak_the-key-of-lab");
        options.profile = null;
        options.server = "https://lab.example";
        assertThat(found()).isEqualTo("https://lab.example pak_the-key-of-lab");
        options.server = null;
        options.data = home.resolve("srv").toString();
        assertThat(found()).isEqualTo("http://127.0.0.1:9000 pak_the-key-of-srv");
        options.data = null;
        assertThat(profiles.remove("prod")).isTrue();
        assertThat(found()).isEqualTo("http://127.0.0.1:9000 pak_the-key-of-srv");
    }

    @Test
    void aProfileIsForItsUserOnlyAndOneThatOthersMayWriteIsRefused() throws IOException {
        Profiles profiles = Profiles.of(shell);
        profiles.save(profile("prod", "https://prod.example"));
        Path file = home.resolve(".config/parley/profiles/prod.json");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(file.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.readString(file))
                .isEqualTo("{\"server\":\"https://prod.example\",\"key\":\"pak_the-key-of-prod\"}\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThatThrownBy(this::found).isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                .isEqualTo("It belongs to another user, or others may write to it."));
    }

    @Test
    void aProfileThatIsUnknownOrDamagedSaysWhatToDo() throws IOException {
        Profiles profiles = Profiles.of(shell);
        options.profile = "../admin";
        assertThatThrownBy(this::found).isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.what())
                .isEqualTo("There is no profile \"../admin\"."));
        options.profile = null;
        profiles.save(profile("prod", "https://prod.example"));
        Path file = home.resolve(".config/parley/profiles/prod.json");
        for (String damaged : new String[] {"", "[]", "{}", "{\"server\":1,\"key\":2}"}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(this::found)
                    .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                            .isEqualTo("It is not what parley login writes."));
        }
    }
}
