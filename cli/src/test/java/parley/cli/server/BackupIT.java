package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.CommandRun;

/** A server that runs is backed up, and restored while a client has gone on: with the real server and a real client. */
class BackupIT {

    @TempDir
    Path home;

    /** The same for both starts, because it is in the tokens. */
    private final int port = PortCheck.anyFree();

    @Test
    void aRestoredServerTakesBackNoUpdateAndItsNextTaskReachesTheClient() throws Exception {
        Path backup = home.resolve("parley.zip");
        String first;
        String second;
        try (ProgramRun serve = serve()) {
            serve.awaitLine("admin page");
            first = task("v1");
            assertThat(join(first)).extracting(CommandRun::exit).isEqualTo(0);

            CommandRun made = parley("backup", backup.toString(), "--json");
            assertThat(made.exit()).as(made.err()).isZero();
            assertThat(made.out())
                    .startsWith("{\"file\":\"" + backup + "\",\"bytes\":")
                    .contains("\"database\":\"h2\",\"masterKey\":\"file\",\"blobs\":1,\"damaged\":[]}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rw-------");
            assertThat(home.resolve("parley.zip.part")).doesNotExist();
            assertThat(parley("backup", backup.toString()))
                    .isEqualTo(new CommandRun(
                            2,
                            "",
                            "error: The file " + backup + " exists already.\n  why: A back-up never replaces another"
                                    + " file.\n  hint: parley backup with another FILE, or remove that one first\n"));

            assertThat(joinAsAnother(first)).extracting(CommandRun::exit).isEqualTo(0);
            second = task("v2");
            assertThat(join(second)).extracting(CommandRun::exit).isEqualTo(0);
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
        CommandRun restored = parley("restore-server", backup.toString(), "--data", data(), "--force", "--json");
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
        assertThat(join(second)).extracting(CommandRun::exit).isEqualTo(5);
        assertThat(joinAsAnother(first))
                .satisfies(forgotten ->
                        assertThat(forgotten.exit()).as(forgotten.err()).isZero());
        assertThat(home.resolve("app/app.conf")).hasContent("v2");
    }

    private String task(String content) throws IOException {
        Path bundle = Files.createDirectories(home.resolve("bundle-" + content));
        Files.writeString(bundle.resolve("app.conf"), content);
        CommandRun created = parley("task", "create", bundle.toString(), "--name", "edge-" + content);
        assertThat(created.exit()).as(created.err()).isZero();
        return created.out().strip().substring("parley join ".length());
    }

    private CommandRun join(String token) {
        return parley("join", token, "--to", home.resolve("app").toString(), "--yes");
    }

    /** A client that the back-up does not know. */
    private CommandRun joinAsAnother(String token) {
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

    private CommandRun parley(String... words) {
        return parley(Map.of(), words);
    }

    private CommandRun parley(Map<String, String> variables, String... words) {
        return CommandRun.of(home, Clock.systemUTC(), variables, words);
    }
}
