package parley.apply.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.message.bundle.Digest;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/** What is said of a command's program before anything is done for it. */
class ProgramSearchTest {

    @TempDir
    Path temp;

    private Path bin;
    private Path folder;
    private ProgramSearch search;

    @BeforeEach
    void aFolderAndAPath() throws IOException {
        bin = Files.createDirectory(temp.resolve("bin"));
        folder = Files.createDirectory(temp.resolve("etc"));
        search = new ProgramSearch(folder, temp.resolve("nothing") + ":" + bin);
    }

    private void file(Path file, String mode, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Optional<String> fault(String program) {
        return search.fault(program, Map.of());
    }

    @Test
    void aNameIsLookedUpInTheFoldersOfPath() throws IOException {
        assertThat(fault("nosuchcmd"))
                .contains("is in no folder of PATH (" + temp.resolve("nothing") + ":" + bin + ")");
        file(bin.resolve("check"), "rwxr-xr-x", "#!/bin/sh\n");
        assertThat(fault("check")).isEmpty();
    }

    @Test
    void aNameThatIsOnPathAndNotExecutableIsNamedWithItsPlace() throws IOException {
        file(bin.resolve("check"), "rw-r--r--", "#!/bin/sh\n");
        Path found = bin.resolve("check");
        assertThat(fault("check"))
                .contains("was found as " + found + ", which is not executable (chmod +x " + found + ")");
    }

    @Test
    void aPathIsTakenRelativeToTheFolder() throws IOException {
        assertThat(fault("./check")).contains("is not there (looked for " + folder.resolve("check") + ")");
        assertThat(fault("/no/such/program")).contains("is not there (looked for /no/such/program)");
        file(folder.resolve("check"), "rwxr-xr-x", "text");
        assertThat(fault("./check")).isEmpty();
        assertThat(fault("../etc/check")).isEmpty();
    }

    @Test
    void aFolderIsNoProgram() throws IOException {
        Files.createDirectory(folder.resolve("check"));
        assertThat(fault("./check")).contains("is a folder");
        Files.createDirectory(bin.resolve("check"));
        assertThat(fault("check").orElseThrow()).startsWith("is in no folder of PATH");
    }

    @Test
    void aScriptNeedsItsInterpreter() throws IOException {
        file(folder.resolve("a"), "rwx------", "#!/no/such/python -u\nprint()\n");
        assertThat(fault("./a"))
                .contains("needs /no/such/python, as its first line says, and that cannot be started here");
        file(folder.resolve("b"), "rwx------", "#!/usr/bin/env nosuchpython\n");
        assertThat(fault("./b"))
                .contains("needs nosuchpython, as its first line says, and that is in no folder of PATH");
        file(folder.resolve("c"), "rwx------", "#!/bin/sh\r\necho\r\n");
        assertThat(fault("./c"))
                .contains("has a first line that ends with CR LF as on Windows, which no system accepts");
        file(folder.resolve("d"), "rwx------", "#! /bin/sh -e");
        assertThat(fault("./d")).isEmpty();
        file(folder.resolve("e"), "rwx------", "#!/usr/bin/env -S sh -e\n");
        assertThat(fault("./e")).isEmpty();
    }

    @Test
    void aBundleMayBringTheProgram() {
        FileEntry plain = new FileEntry(Digest.of(new byte[32]), 1, new Mode(0644));
        FileEntry executable = new FileEntry(Digest.of(new byte[32]), 1, new Mode(0755));
        assertThat(search.fault("./bin/check", Map.of("bin/check", executable))).isEmpty();
        assertThat(search.fault("bin/check", Map.of("bin/check", plain)))
                .contains("is not executable: the bundle has it with the mode 0644");
        assertThat(search.couldCome("./bin/check")).isTrue();
        assertThat(search.couldCome(folder + "/bin/check")).isTrue();
        assertThat(search.couldCome("check")).isFalse();
        assertThat(search.couldCome("/bin/check")).isFalse();
    }

    @Test
    void whatStandsBelowAVariableIsNotJudged() {
        assertThat(fault("$PARLEY_STAGED/check")).isEmpty();
    }
}
