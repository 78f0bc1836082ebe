package parley.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class UserFoldersTest {

    private static UserFolders folders(Map<String, String> environment, String accountHome) {
        return new UserFolders(environment, accountHome, false);
    }

    @Test
    void homeOfTheEnvironmentCountsMoreThanThatOfTheAccount() {
        UserFolders folders = folders(Map.of("HOME", "/data/home"), "/nonexistent");

        assertThat(folders.state()).isEqualTo(Path.of("/data/home/.local/state/parley"));
        assertThat(folders.serverData()).isEqualTo(Path.of("/data/home/.local/share/parley/server"));
        assertThat(folders.cache()).contains(Path.of("/data/home/.cache/parley"));
        assertThat(folders.runtime()).isEmpty();
    }

    @Test
    void theOwnVariableOfAFolderCountsMost() {
        UserFolders folders = folders(
                Map.of(
                        "HOME", "/home/ada",
                        "XDG_STATE_HOME", "/s",
                        "XDG_DATA_HOME", "/d",
                        "XDG_CACHE_HOME", "/c",
                        "XDG_RUNTIME_DIR", "/run/user/1000"),
                "/home/ada");

        assertThat(folders.state()).isEqualTo(Path.of("/s/parley"));
        assertThat(folders.serverData()).isEqualTo(Path.of("/d/parley/server"));
        assertThat(folders.cache()).contains(Path.of("/c/parley"));
        assertThat(folders.runtime()).contains(Path.of("/run/user/1000/parley"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state", "./state", "~/state", "../state", "?", "a\0b"})
    void whatIsNoAbsolutePathIsIgnored(String value) {
        Map<String, String> environment = Map.of(
                "XDG_STATE_HOME", value,
                "XDG_DATA_HOME", value,
                "XDG_CACHE_HOME", value,
                "XDG_RUNTIME_DIR", value,
                "HOME", value);
        UserFolders folders = folders(environment, "/home/ada");

        assertThat(folders.state()).isEqualTo(Path.of("/home/ada/.local/state/parley"));
        assertThat(folders.serverData()).isEqualTo(Path.of("/home/ada/.local/share/parley/server"));
        assertThat(folders.cache()).contains(Path.of("/home/ada/.cache/parley"));
        assertThat(folders.runtime()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "home/ada"})
    void withoutAnyHomeTheErrorNamesTheVariable(String accountHome) {
        UserFolders folders = folders(Map.of(), accountHome);

        assertThatThrownBy(folders::state).isInstanceOfSatisfying(UnknownFolderException.class, e -> {
            assertThat(e.what()).isEqualTo("There is no place for Parley's state folder.");
            assertThat(e.why())
                    .isEqualTo("XDG_STATE_HOME and HOME are not set to absolute paths, and the account has no"
                            + " home folder.");
            assertThat(e.variable()).isEqualTo("XDG_STATE_HOME");
        });
        assertThatThrownBy(folders::serverData)
                .isInstanceOfSatisfying(UnknownFolderException.class, e -> assertThat(e.variable())
                        .isEqualTo("XDG_DATA_HOME"));
        assertThat(folders.cache()).isEmpty();
    }

    @Test
    void onWindowsTheHomeIsThatOfTheAccount() {
        UserFolders folders = new UserFolders(Map.of("HOME", "/c/Users/ada"), "/users/ada", true);

        assertThat(folders.state()).isEqualTo(Path.of("/users/ada/.local/state/parley"));
    }
}
