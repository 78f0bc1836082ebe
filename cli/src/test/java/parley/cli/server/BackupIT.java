package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.Parley;
import parley.cli.terminal.Shell;
import parley.cli.terminal.Terminal;

/** A server that runs is backed up, and restored while a client has gone on: with the real server and a real client. */
class BackupIT {

    @TempDir
    Path home;

    /** The same for both starts, because it is in the tokens. */
    private final int port = PortCheck.anyFree();

    private record Run(int exit, String out, String err) {}

    @Test
    void aRestoredServerTakesBackNoUpdateAndItsNextTaskReachesTheClient() throws Exception {
        Path backup = home.resolve("parley.zip");
        String first;
        String second;
        try (ProgramRun serve = serve()) {
            serve.awaitLine("admin page");
            first = task("v1");
            assertThat(join(first)).extracting(Run::exit).isEqualTo(0);

            Run made = parley("backup", backup.toString(), "--json");
            assertThat(made.exit()).as(made.err()).isZero();
            assertThat(made.out())
                    .startsWith("{\"file\":\"" + backup + "\",\"bytes\":")
                    .contains("\"database\":\"h2\",\"masterKey\":\"file\",\"blobs\":1,\"damaged\":[]}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rw-------");
            assertThat(home.resolve("parley.zip.part")).doesNotExist();
            assertThat(parley("backup", backup.toString()))
                    .isEqualTo(new Run(
                            2,
                            "",
                            "error: The file " + backup + " exists already.\n  why: A back-up never replaces another"
                                    + " file.\n  hint: parley backup with another FILE, or remove that one first\n"));

            assertThat(joinAsAnother(first)).extracting(Run::exit).isEqualTo(0);
            second = task("v2");
            assertThat(join(second)).extracting(Run::exit).isEqualTo(0);
            assertThat(home.resolve("app/app.conf")).hasContent("v2");

            assertThat(parley("restore-server", backup.toString(), "--data", data(), "--force"))
                    .satisfies(running -> {
                        assertThat(running.exit()).isEqualTo(1);
                        assertThat(running.err()).startsWith("error: The data folder " + data() + " is in use by");
                    });
            stop(serve);
        }

        assertThat(parley("restore-server", backup.toString(), "--data", data()))
                .satisfies(refused -> {
                    assertThat(refused.exit()).isEqualTo(2);
                    assertThat(refused.err()).startsWith("error: The data folder " + data() + " has a server already.");
                });
        Run restored = parley("restore-server", backup.toString(), "--data", data(), "--force", "--json");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("\"kept\":\"" + data() + "/before-restore-");

        try (ProgramRun serve = serve()) {
            serve.awaitLine("admin page");
            assertThatNothingIsTakenBack(first, second);
            String third = task("v3");
            assertThat(join(third))
                    .satisfies(updated ->
                            assertThat(updated.exit()).as(updated.err()).isZero());
            assertThat(home.resolve("app/app.conf")).hasContent("v3");

            assertThat(parley("audit", "verify").out()).startsWith("The audit log is whole: ");
            assertThat(parley("audit").out()).contains("backup.started", "server.restored");
            stop(serve);
        }
    }

    private void assertThatNothingIsTakenBack(String first, String second) {
        assertThat(join(first)).satisfies(declined -> {
            assertThat(declined.exit()).isEqualTo(8);
            assertThat(declined.err())
                    .contains("  why: downgrade: this task started before another one whose update was applied here");
        });
        assertThat(join(second)).extracting(Run::exit).isEqualTo(5);
        assertThat(joinAsAnother(first))
                .satisfies(forgotten ->
                        assertThat(forgotten.exit()).as(forgotten.err()).isZero());
        assertThat(home.resolve("app/app.conf")).hasContent("v2");
    }

    private String task(String content) throws IOException {
        Path bundle = Files.createDirectories(home.resolve("bundle-" + content));
        Files.writeString(bundle.resolve("app.conf"), content);
        Run created = parley("task", "create", bundle.toString(), "--name", "edge-" + content);
        assertThat(created.exit()).as(created.err()).isZero();
        return created.out().strip().substring("parley join ".length());
    }

    private Run join(String token) {
        return parley("join", token, "--to", home.resolve("app").toString(), "--yes");
    }

    /** A client that the back-up does not know. */
    private Run joinAsAnother(String token) {
        return parley(
                Map.of("XDG_STATE_HOME", home.resolve("another").toString()),
                "join",
                token,
                "--name",
                "another",
                "--to",
                home.resolve("another-app").toString(),
                "--yes");
    }

    private String data() {
        return home.resolve("data").toString();
    }

    private ProgramRun serve() throws IOException {
        return ProgramRun.start(
                home, "serve", "--host", "127.0.0.1", "--port", Integer.toString(port), "--data", data());
    }

    private static void stop(ProgramRun serve) throws Exception {
        serve.handle().destroy();
        assertThat(serve.awaitEnd()).as(serve.errors()).isZero();
    }

    private Run parley(String... words) {
        return parley(Map.of(), words);
    }

    private Run parley(Map<String, String> variables, String... words) {
        Map<String, String> environment = new TreeMap<>(variables);
        environment.put("HOME", home.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                environment,
                home,
                home.toString(),
                new ByteArrayInputStream(new byte[0]),
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.none(),
                Clock.systemUTC());
        return new Run(Parley.run(shell, words), out.toString(), err.toString());
    }
}
