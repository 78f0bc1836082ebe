package parley.apply.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final String TABLE =
            """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            30 27 0:40 / /srv/app rw - ext4 /dev/sdb rw
            31 30 0:41 / /srv/app/data rw - tmpfs none rw
            32 30 0:42 /a /srv/app/two\\040words/x\\134y rw - ext4 /dev/sdc rw
            33 27 0:43 / /srv/application rw - tmpfs none rw
            """;

    @Test
    void onlyWhatIsMountedBelowTheFolderCounts() {
        assertThat(Mounts.below(Path.of("/srv/app"), TABLE)).containsExactly("data", "two words/x\\y");
        assertThat(Mounts.below(Path.of("/srv/app/data"), TABLE)).isEmpty();
    }

    @Test
    void theInnermostMountThatHoldsAPathIsItsOwn() {
        assertThat(Mounts.above(Path.of("/srv/app/data/x"), TABLE)).hasToString("/srv/app/data");
        assertThat(Mounts.above(Path.of("/srv/app/database"), TABLE)).hasToString("/srv/app");
        assertThat(Mounts.above(Path.of("/srv/app/data"), TABLE)).hasToString("/srv/app/data");
        assertThat(Mounts.above(Path.of("/home"), TABLE)).hasToString("/");
    }

    @Test
    void aTableThatIsCutIsReadAsFarAsItGoes() {
        assertThat(Mounts.below(Path.of("/srv/app"), "30 27 0:40\n\n")).isEmpty();
    }
}
