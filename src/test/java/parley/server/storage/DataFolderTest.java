package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path place;

    @Test
    void aFolderOfSomebodyElseIsLeftAsItIs() throws IOException {
        Path home = Files.createDirectory(place.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("letter.txt"), "dear");

        assertThatThrownBy(() -> DataFolder.open(home))
                .isInstanceOf(DataFolderException.class)
                .hasMessage("The folder " + home
                        + " has files in it that are not a Parley server's: name a new or an empty folder.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwxr-xr-x");
        assertThat(home.resolve("lock")).doesNotExist();
    }

    @Test
    void twoServersNeverShareAFolder() {
        Path data = place.resolve("data");
        DataFolder first = DataFolder.open(data);
        assertThatThrownBy(() -> DataFolder.open(data)).hasMessageContaining("in use by another Parley server");
        first.close();
        DataFolder.open(data).close();
    }

    @Test
    void aFolderThatHasBeenUsedIsOpenedAgainAndClosedToOthers() throws IOException {
        Path data = place.resolve("data");
        try (DataFolder first = DataFolder.open(data)) {
            first.writeSecret("master.key", "secret");
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataFolder.open(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))))
                .isEqualTo("rw-------");
    }
}
