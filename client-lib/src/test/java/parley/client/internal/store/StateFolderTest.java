package parley.client.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.CopiedState;
import parley.client.InMemoryServer;
import parley.client.UpdateException;
import parley.client.UpdateException.Problem;
import parley.message.Position;
import parley.protocol.JoinToken;
import parley.protocol.PublicKey;

class StateFolderTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MachineIdentity HERE = MachineIdentity.here();

    @TempDir
    private Path temp;

    private final JoinToken token = new InMemoryServer().token();

    private StateFolder open(JoinToken of) throws Exception {
        return StateFolder.open(temp.resolve("a").resolve("state"), of);
    }

    private PublicKey key(JoinToken of) throws Exception {
        try (StateFolder folder = open(of)) {
            return folder.key(RANDOM, HERE, CopiedState.REFUSE).publicKey();
        }
    }

    private Path keyFile() {
        String server = HexFormat.of().formatHex(token.serverKey().bytes());
        return temp.resolve("a").resolve("state").resolve("keys").resolve(server + ".key");
    }

    @Test
    void thereIsOneKeyForEachServer() throws Exception {
        PublicKey first = key(token);

        assertThat(key(token)).isEqualTo(first);
        assertThat(key(new InMemoryServer().token())).isNotEqualTo(first);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everythingIsForTheOwnerAlone() throws Exception {
        try (StateFolder folder = open(token)) {
            folder.key(RANDOM, HERE, CopiedState.REFUSE);
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
    void aKeyThatOthersCanReadIsNotUsed() throws Exception {
        key(token);
        Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> key(token)).hasMessageContaining("others can read the key");
    }

    @Test
    void aFileThatHoldsNoKeyIsNamed() throws Exception {
        for (String content : List.of("", "AAAA", "not base64!")) {
            key(token);
            Files.writeString(keyFile(), content);
            assertThatThrownBy(() -> key(token)).hasMessage(keyFile() + " holds no key");
            Files.delete(keyFile());
        }
    }

    @Test
    void twoAtATimeAreRefusedForOneServerAndNotForTwo() throws Exception {
        try (StateFolder first = open(token);
                StateFolder other = open(new InMemoryServer().token())) {
            assertThat(first.task()).isEqualTo(other.task());
            assertThatThrownBy(() -> open(token)).hasMessageStartingWith("another client is using");
        }
        open(token).close();
    }

    @Test
    void aTokenLeadsToItsTaskAgain() throws Exception {
        try (StateFolder folder = open(token)) {
            assertThat(folder.task()).isEmpty();
            folder.task("../../etc/passwd");
        }
        try (StateFolder folder = open(token)) {
            assertThat(folder.task()).map(TaskMemory::name).contains(StateFolder.nameOf("../../etc/passwd"));
        }
    }

    @Test
    void aFolderThatIsAFileIsRefused() throws Exception {
        Files.writeString(temp.resolve("a"), "a file");

        assertThatThrownBy(() -> open(token)).isInstanceOf(IOException.class);
    }

    private PublicKey keyOn(MachineIdentity machine, CopiedState ifCopied) throws Exception {
        try (StateFolder folder = open(token)) {
            return folder.key(RANDOM, machine, ifCopied).publicKey();
        }
    }

    private static MachineIdentity machine(String id, String host) {
        return new MachineIdentity(Optional.of(id), host);
    }

    @Test
    void aKeyFromAnotherMachineIsNotUsedUnlessToldSo() throws Exception {
        MachineIdentity golden = machine("0123456789abcdef0123456789abcdef", "golden");
        MachineIdentity clone = machine("fedcba9876543210fedcba9876543210", "golden");
        PublicKey first = keyOn(golden, CopiedState.REFUSE);
        try (StateFolder folder = open(token)) {
            folder.called("web-1");
            folder.task("t-1").reports().resume(new Position(1, 1));
        }

        assertThatThrownBy(() -> keyOn(clone, CopiedState.REFUSE))
                .isInstanceOfSatisfying(
                        UpdateException.class, e -> assertThat(e.problem()).isEqualTo(Problem.COPIED_STATE))
                .hasMessage("This state folder was copied from web-1: " + temp.resolve("a/state") + ".");

        assertThat(keyOn(clone, CopiedState.KEEP)).isEqualTo(first);
        assertThat(keyOn(clone, CopiedState.REFUSE))
                .as("it is this machine's now")
                .isEqualTo(first);

        assertThat(keyOn(golden, CopiedState.NEW_KEY)).isNotEqualTo(first);
        try (StateFolder folder = open(token)) {
            assertThat(folder.task())
                    .as("what it remembers of the other's task")
                    .isEmpty();
            assertThat(folder.called()).isEmpty();
        }
    }

    @Test
    void aMachineThatWasRenamedOrHasNoIdKeepsItsKey() throws Exception {
        PublicKey first = keyOn(machine("0123456789abcdef0123456789abcdef", "old"), CopiedState.REFUSE);

        assertThat(keyOn(machine("0123456789abcdef0123456789abcdef", "new"), CopiedState.REFUSE))
                .isEqualTo(first);
        assertThat(keyOn(new MachineIdentity(Optional.empty(), "new"), CopiedState.REFUSE))
                .isEqualTo(first);
    }

    @Test
    void theNoteOfTheMachineSaysNeitherItsIdNorItsHostName() throws Exception {
        keyOn(machine("0123456789abcdef0123456789abcdef", "secret-host"), CopiedState.REFUSE);
        Path note = keyFile().resolveSibling(keyFile().getFileName().toString().replace(".key", ".owner"));

        assertThat(Files.readString(note))
                .startsWith("parley owner 1\n")
                .doesNotContain("0123456789abcdef0123456789abcdef", "secret-host")
                .matches("parley owner 1\n[0-9a-f]{32} [0-9a-f]{64} [0-9a-f]{64}\n-\n");
    }
}
