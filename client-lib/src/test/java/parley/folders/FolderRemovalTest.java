package parley.folders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderRemovalTest {

    @TempDir
    Path temp;

    @Test
    void everythingInAFolderGoesWithIt() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("a/b/c")).getParent().getParent();
        Files.writeString(folder.resolve("b/file"), "content");
        Files.writeString(temp.resolve("beside"), "stays");

        FolderRemoval.delete(folder);

        assertThat(temp).isDirectoryNotContaining("glob:**/a").isDirectoryContaining("glob:**/beside");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a symbolic link needs a right of its own there")
    void aLinkGoesAndWhatItLeadsToStays() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "stays");
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);

        FolderRemoval.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(elsewhere.resolve("file")).hasContent("stays");
    }

    @Test
    void whatDoesNotExistNeedsNoRemoval() throws IOException {
        FolderRemoval.delete(temp.resolve("nothing"));

        assertThat(temp).isEmptyDirectory();
    }
}
