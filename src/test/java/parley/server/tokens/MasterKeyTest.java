package parley.server.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.storage.DataFolder;

class MasterKeyTest {
    private static final String ZEROS = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @TempDir
    Path temp;

    private DataFolder folder;

    @BeforeEach
    void open() {
        folder = DataFolder.open(temp);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void isMadeOnceAndReadAgain() {
        byte[] made = load(Optional.empty(), true);

        assertThat(made).hasSize(32);
        assertThat(load(Optional.empty(), false)).isEqualTo(made);
    }

    @Test
    void comesFromTheConfigurationBeforeTheFile() {
        load(Optional.empty(), true);

        assertThat(load(Optional.of(ZEROS + "\n"), true)).isEqualTo(new byte[32]);
    }

    @Test
    void isNotMadeAnewForADatabaseThatHoldsSecrets() {
        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> load(Optional.empty(), false))
                .withMessage("The master key " + temp.resolve("master.key")
                        + " is missing, but the database holds secrets wrapped under it:"
                        + " bring the file back from a backup, or give the key as PARLEY_MASTER_KEY.");
        assertThat(temp.resolve("master.key")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithItButNeverTheKey() throws IOException {
        Files.writeString(temp.resolve("master.key"), "AAAA\n");

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> load(Optional.empty(), false))
                .withMessage(temp.resolve("master.key")
                        + " holds a key of 3 bytes; a master key has 32, in base64 (make one with: "
                        + "openssl rand -base64 32).");
        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> load(Optional.of("!secret!"), false))
                .withMessage("PARLEY_MASTER_KEY is not base64; a master key is 32 bytes"
                        + " (make one with: openssl rand -base64 32).");
    }

    private byte[] load(Optional<String> configured, boolean mayCreate) {
        return MasterKey.load(configured, folder, mayCreate, new SecureRandom());
    }
}
