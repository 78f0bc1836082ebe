package parley.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class RunFilesTest {

    private static final long ME = ProcessHandle.current().pid();
    private static final long NOBODY = 2_147_483_000;

    @TempDir
    Path folder;

    private RunFiles files;
    private RunFiles.Found server;

    @BeforeEach
    void aServerOfThisProcess() {
        files = new RunFiles(List.of(folder.resolve("servers")), "here", OwnFiles.ofThisProcess());
        server = new RunFiles.Found(folder.resolve("data"), "http://127.0.0.1:9000");
    }

    @Test
    void aServerThatRunsIsFoundAndItsNoteIsForItsUserAlone() throws IOException {
        Path note = files.write(server, ME).orElseThrow();

        assertThat(files.running()).containsExactly(server);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aServerThatStartsAgainFromTheSameFolderReplacesItsNote() {
        files.write(new RunFiles.Found(server.data(), "http://127.0.0.1:9001"), NOBODY);
        files.write(server, ME);

        assertThat(files.running()).containsExactly(server);
        assertThat(folder.resolve("servers")).isDirectoryNotContaining("glob:**/*.new");
    }

    @Test
    void theNoteOfAProcessThatIsGoneIsRemoved() {
        Path note = files.write(server, NOBODY).orElseThrow();

        assertThat(files.running()).isEmpty();
        assertThat(note).doesNotExist();
    }

    @Test
    void theNoteOfAnEarlierProcessWithTheSameNumberIsRemoved() throws IOException {
        Path note = files.write(server, ME).orElseThrow();
        Files.writeString(note, Files.readString(note).replaceFirst("\"start\":\"[^\"]*", "\"start\":\"1@2"));

        assertThat(files.running()).isEmpty();
        assertThat(note).doesNotExist();
    }

    @Test
    void theNoteOfAnotherMachineWithTheSameHomeIsLeftAlone() {
        Path note = files.write(server, ME).orElseThrow();

        assertThat(new RunFiles(List.of(folder.resolve("servers")), "there", OwnFiles.ofThisProcess()).running())
                .isEmpty();
        assertThat(note).exists();
    }

    @Test
    void whatAnotherUserPlantedIsNotBelieved() throws IOException {
        Path note = files.write(server, ME).orElseThrow();

        assertThat(new RunFiles(List.of(folder.resolve("servers")), "here", OwnFiles.of(54_321)).running())
                .isEmpty();
        assertThat(note).exists();

        Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rw--w----"));
        assertThat(files.running()).isEmpty();

        Path elsewhere = Files.move(note, folder.resolve("elsewhere.json"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-------"));
        Files.createSymbolicLink(note, elsewhere);
        assertThat(files.running()).isEmpty();
    }

    @Test
    void aFolderThatOthersMayWriteIsNeitherReadNorWritten() throws IOException {
        files.write(server, ME);
        Files.setPosixFilePermissions(folder.resolve("servers"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(files.running()).isEmpty();
        assertThat(files.write(server, ME)).isEmpty();
    }

    @Test
    void whatIsNoNoteIsPassedOver() throws IOException {
        files.write(server, ME);
        for (String text : List.of("", "{", "[]", "{\"host\":1}", "x".repeat(20_000))) {
            Files.writeString(folder.resolve("servers/" + text.length() + ".json"), text);
        }

        assertThat(files.running()).containsExactly(server);
    }
}
