package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void isCreatedForItsOwnerOnly() throws IOException {
        try (DataFolder folder = DataFolder.open(temp.resolve("a/b"))) {
            folder.writeSecret("admin.key", "pak_x");

            assertThat(mode(temp.resolve("a/b"))).isEqualTo("rwx------");
            assertThat(mode(temp.resolve("a/b/admin.key"))).isEqualTo("rw-------");
            assertThat(temp.resolve("a/b/admin.key")).hasContent("pak_x\n");
        }
    }

    @Test
    void isClosedToOthersIfItWasOpen() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(mode(folder.resolve(""))).isEqualTo("rwx------");
        }
    }

    @Test
    void isNotUsedWhileARestoreOfItIsIncomplete() throws IOException {
        Files.createFile(temp.resolve("serve.lock"));
        Files.writeString(temp.resolve("restore.incomplete"), "{}");

        assertThatExceptionOfType(DataFolderException.class)
                .isThrownBy(() -> DataFolder.open(temp))
                .withMessage("A restore of the data folder " + temp
                        + " was interrupted: run parley restore-server FILE --force again.");
    }

    @Test
    void isNotSharedByTwoServers() {
        try (DataFolder folder = DataFolder.open(temp)) {
            assertThatExceptionOfType(DataFolderException.class)
                    .isThrownBy(() -> DataFolder.open(temp))
                    .withMessage("The data folder " + folder
                            + " is in use by another Parley server: stop that one, or name another folder.");
        }
    }

    @Test
    void canBeTakenAgainWhenItWasGivenBack() throws IOException {
        try (DataFolder first = DataFolder.open(temp)) {
            first.writeSecret("admin.key", "pak_x");
        }

        try (DataFolder again = DataFolder.open(temp)) {
            assertThat(again.resolve("admin.key")).hasContent("pak_x\n");
        }
    }

    @Test
    void saysThatAFileIsNoFolder() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatExceptionOfType(DataFolderException.class)
                .isThrownBy(() -> DataFolder.open(file))
                .withMessageStartingWith("The data folder " + file + " cannot be used: ");
    }

    @Test
    void takesALinkToAFolderForAFolder() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path own = Files.createDirectory(temp.resolve("own"));
        Files.createSymbolicLink(own.resolve("blobs"), elsewhere);

        try (DataFolder folder = DataFolder.open(own)) {
            assertThat(folder.folder("blobs").toRealPath()).isEqualTo(elsewhere.toRealPath());
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
