package parley.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.folders.UserFolders;

class UsualDataFolderTest {

    @Test
    void isBelowTheHomeOfTheEnvironment() {
        UsualDataFolder source = new UsualDataFolder(new UserFolders(Map.of("HOME", "/srv"), "?", false));

        assertThat(source.getValue("parley.data.dir")).isEqualTo("/srv/.local/share/parley/server");
        assertThat(source.getValue("parley.version")).isNull();
    }

    @Test
    void withoutAHomeItSaysWhichSettingsNameOne() {
        UsualDataFolder source = new UsualDataFolder(new UserFolders(Map.of(), "?", false));

        assertThatThrownBy(() -> source.getValue("parley.data.dir"))
                .hasMessage("There is no place for Parley's data folder. XDG_DATA_HOME and HOME are not set to absolute"
                        + " paths, and the account has no home folder. Name a folder that this user may write to:"
                        + " parley.data.dir (PARLEY_DATA_DIR), or XDG_DATA_HOME.");
    }
}
