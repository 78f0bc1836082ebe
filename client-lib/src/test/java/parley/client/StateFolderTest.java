package parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.message.Position;
import parley.protocol.JoinToken;
import parley.protocol.PublicKey;

class StateFolderTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path temp;

    private final JoinToken token = new FakeServer().token();

    private StateFolder open(JoinToken of) throws IOException {
        return StateFolder.open(temp.resolve("a").resolve("state"), of);
    }

    private PublicKey key(JoinToken of) throws IOException {
        try (StateFolder folder = open(of)) {
            return folder.key(RANDOM).publicKey();
        }
    }

    private Path keyFile() {
        String server = HexFormat.of().formatHex(token.serverKey().bytes());
        return temp.resolve("a").resolve("state").resolve("keys").resolve(server + ".key");
    }

    @Test
    void thereIsOneKeyForEachServer() throws IOException {
        PublicKey first = key(token);

        assertThat(key(token)).isEqualTo(first);
        assertThat(key(new FakeServer().token())).isNotEqualTo(first);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everythingIsForTheOwnerAlone() throws IOException {
        try (StateFolder folder = open(token)) {
            folder.key(RANDOM);
            folder.task("t-1").reports().resume(new Position(1, 1));
        }
        try (Stream<Path> paths = Files.walk(temp.resolve("a"))) {
            for (Path path : paths.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aKeyThatOthersCanReadIsNotUsed() throws IOException {
        key(token);
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> key(token)).hasMessageContaining("others can read the key");
    }

    @Test
    void aFileThatHoldsNoKeyIsNamed() throws IOException {
        for (String content : List.of("", "AAAA", "not base64!")) {
            key(token);
            Files.writeString(keyFile(), content);
            assertThatThrownBy(() -> key(token)).hasMessage(keyFile() + " holds no key");
            Files.delete(keyFile());
        }
    }

    @Test
    void twoAtATimeAreRefusedForOneServerAndNotForTwo() throws IOException {
        try (StateFolder first = open(token);
                StateFolder other = open(new FakeServer().token())) {
            assertThat(first.task()).isEqualTo(other.task());
            assertThatThrownBy(() -> open(token)).hasMessageStartingWith("another client is using");
        }
        open(token).close();
    }

    @Test
    void aTokenLeadsToItsTaskAgain() throws IOException {
        try (StateFolder folder = open(token)) {
            assertThat(folder.task()).isEmpty();
            folder.task("../../etc/passwd");
        }
        try (StateFolder folder = open(token)) {
            assertThat(folder.task()).map(TaskMemory::name).contains(StateFolder.nameOf("../../etc/passwd"));
        }
    }

    @Test
    void aFolderThatIsAFileIsRefused() throws IOException {
        Files.writeString(temp.resolve("a"), "a file");

        assertThatThrownBy(() -> open(token)).isInstanceOf(IOException.class);
    }
}
