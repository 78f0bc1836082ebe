package parley.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.rest.ServerDataFolder;
import parley.cli.terminal.CliProblem;

class ServerFolderTest {

    @TempDir
    Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsInItIsForTheOwnerOnly() throws IOException {
        ServerDataFolder data = new ServerDataFolder(folder.resolve("a/b"));
        try (ServerFolder open = ServerFolder.open(data)) {
            open.announce(new AnnouncedServer("http://127.0.0.1:8080", 4711));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.serverJson())))
                    .isEqualTo("rw-------");
            assertThat(data.serverJson()).hasContent("{\"url\":\"http://127.0.0.1:8080\",\"pid\":4711}");
        }
        assertThat(data.serverJson()).doesNotExist();
    }

    @Test
    void theSignInCodeIsGivenOnce() throws IOException {
        Files.writeString(folder.resolve("sign-in-link"), "c0de\n");
        try (ServerFolder open = ServerFolder.open(new ServerDataFolder(folder))) {
            assertThat(open.takeSignInCode()).contains("c0de");
            assertThat(open.takeSignInCode()).isEmpty();
        }
    }

    @Test
    void aFileCannotBeADataFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> ServerFolder.open(new ServerDataFolder(file)))
                .isInstanceOfSatisfying(CliProblem.class, problem -> {
                    assertThat(problem.what()).isEqualTo("The data folder " + file + " cannot be used.");
                    assertThat(problem.why()).isEqualTo(file + " is a file, not a folder.");
                    assertThat(problem.hint()).startsWith("parley serve --data DIR");
                });
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> ServerFolder.open(new ServerDataFolder(folder)))
                .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.what())
                        .isEqualTo("The folder " + folder + " is not a data folder."));
        assertThat(folder.resolve("serve.lock")).doesNotExist();
    }
}
