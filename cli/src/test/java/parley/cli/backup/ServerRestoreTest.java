package parley.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.cli.terminal.CliProblem;

class ServerRestoreTest {

    private static final String HELLO = "blobs/2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T08:30:00Z"), ZoneOffset.UTC);
    private static final String KEPT = "before-restore-20261128T083000000Z/";
    private static final Map<String, String> RESTORED = Map.of(
            "db/parley.mv.db",
            "new database",
            "master.key",
            "new key\n",
            HELLO,
            "hello",
            "restored",
            "2026-11-28T08:00:00Z\n");

    /** What a test ends with where a process would be killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @TempDir
    Path temporary;

    private Path data;
    private Path archive;

    @BeforeEach
    void folders() throws IOException {
        data = Files.createDirectory(temporary.resolve("data"));
        archive = temporary.resolve("parley.zip");
        write(whole());
    }

    @Test
    void anEmptyFolderGetsTheStateOfTheBackUpAndNothingElse() throws IOException {
        assertThat(restore(false)).isEmpty();

        assertThat(files(data)).isEqualTo(RESTORED);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerCanReadWhatIsRestored() throws IOException {
        restore(false);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("blobs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aServerThatIsThereIsReplacedWithForceOnlyAndKept() throws IOException {
        anOldServer();

        assertThatThrownBy(() -> restore(false)).isInstanceOfSatisfying(CliProblem.class, problem -> {
            assertThat(problem.what()).isEqualTo("The data folder " + data + " has a server already.");
            assertThat(problem.why()).isEqualTo("It has db, blobs, master.key, sign-in-link.");
        });
        assertThat(files(data)).isEqualTo(old(""));

        assertThat(restore(true)).contains(data.resolve(KEPT));
        Map<String, String> expected = new TreeMap<>(RESTORED);
        expected.putAll(old(KEPT));
        expected.put("logs/server.log", "a line");
        expected.remove(KEPT + "logs/server.log");
        assertThat(files(data)).isEqualTo(expected);
    }

    @Test
    void whereverItIsKilledTheOldServerIsThereOrTheFolderSaysSoAndTheSameCommandEndsIt() throws IOException {
        int steps = stepsOfAWholeRestore();
        assertThat(steps).isGreaterThan(9);
        for (int killedAt = 1; killedAt <= steps; killedAt++) {
            anOldServer();
            killAt(killedAt);
            if (!Restore.isIncomplete(data)) {
                assertThat(files(data)).as("killed at step %d", killedAt).containsAllEntriesOf(old(""));
            }

            restore(true);

            assertThat(files(data)).as("killed at step %d", killedAt).containsAllEntriesOf(RESTORED);
            assertThat(files(data)).containsAllEntriesOf(oldWithoutLog());
            assertThat(Restore.isIncomplete(data)).isFalse();
            assertThat(data.resolve("restore.new")).doesNotExist();
            emptyTheFolder();
        }
    }

    @Test
    void aKilledRestoreThatIsUndoneBringsTheOldServerBackHoweverOftenThatIsKilledToo() throws IOException {
        int steps = stepsOfAWholeRestore();
        for (int killedAt = 2; killedAt <= steps; killedAt++) {
            anOldServer();
            killAt(killedAt);
            for (int again = 1; Restore.isIncomplete(data); again++) {
                undoUntil(again);
            }
            Map<String, String> left = files(data);
            left.keySet().removeIf(name -> name.startsWith("restore.new/"));
            assertThat(left).as("killed at step %d", killedAt).isEqualTo(old(""));
            emptyTheFolder();
        }
    }

    @Test
    void anEmptyFolderWhoseRestoreWasKilledSaysSo() throws IOException {
        for (int killedAt = 2; killedAt <= 4; killedAt++) {
            killAt(killedAt);
            assertThat(Restore.isIncomplete(data)).isTrue();
            assertThatThrownBy(() -> restore(false))
                    .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.hint())
                            .isEqualTo("the same command with --force"));

            assertThat(restore(true)).isEmpty();
            assertThat(files(data)).isEqualTo(RESTORED);
            emptyTheFolder();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderWhoseBlobsAreElsewhereIsNotTouched() throws IOException {
        anOldServer();
        Path elsewhere = Files.move(data.resolve("blobs"), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(data.resolve("blobs"), elsewhere);

        assertThatThrownBy(() -> restore(true))
                .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                        .isEqualTo("blobs is a link; the restored files would not be where it leads."));
        assertThat(elsewhere.resolve("aa/old")).hasContent("old blob");
    }

    @Test
    void anArchiveWithWhatDoesNotBelongIntoItChangesNothing() throws IOException {
        anOldServer();
        for (String name : new String[] {
            "../outside",
            "/etc/passwd",
            "db/../../outside",
            "blobs/2c/../../../outside",
            "blobs/00/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "db/",
            "logs/server.log",
            "restored",
            "C:\\outside",
            "db\\parley.mv.db"
        }) {
            Map<String, String> entries = whole();
            entries.put(name, "evil");
            write(entries);

            assertThatThrownBy(() -> restore(true))
                    .as(name)
                    .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                            .endsWith("does not belong into a back-up."));
        }
        assertThat(files(data)).isEqualTo(old(""));
        assertThat(files(temporary)).doesNotContainKey("outside");
    }

    @Test
    void aNameOfTheManifestCannotLeadOutEither() throws IOException {
        Map<String, String> entries = whole();
        entries.put("../outside", "evil");
        entries.put("manifest.json", entries.get("manifest.json").replace("\"master.key\"", "\"../outside\""));
        write(entries);

        assertThatThrownBy(() -> restore(true)).isInstanceOf(CliProblem.class);
        assertThat(files(data)).isEmpty();
    }

    @Test
    void whatIsNotWholeChangesNothing() throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, java.util.Arrays.copyOf(bytes, bytes.length - 30));
        assertThatThrownBy(() -> restore(false))
                .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                        .startsWith("It is no zip archive, or a part of it is missing: "));

        for (String missing : new String[] {"manifest.json", "master.key", "db/parley.mv.db", HELLO}) {
            Map<String, String> entries = whole();
            entries.remove(missing);
            write(entries);
            assertThatThrownBy(() -> restore(false)).as(missing).isInstanceOf(CliProblem.class);
        }
        assertThat(files(data)).isEmpty();
    }

    @Test
    void whatWasChangedOnItsWayChangesNothing() throws IOException {
        for (String name : new String[] {"master.key", HELLO}) {
            Map<String, String> entries = whole();
            entries.put(name, "hullo");
            write(entries);

            assertThatThrownBy(() -> restore(false))
                    .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                            .isEqualTo("\"" + name + "\" is not what the server wrote: its digest is another."));
        }
        assertThat(files(data)).isEmpty();
    }

    @Test
    void aKeyIsNoLargeFile() throws IOException {
        Map<String, String> entries = whole();
        entries.put("master.key", "x".repeat(5000));
        write(entries);

        assertThatThrownBy(() -> restore(false))
                .isInstanceOfSatisfying(CliProblem.class, problem -> assertThat(problem.why())
                        .isEqualTo("\"master.key\" has more than 4096 bytes."));
    }

    @Test
    void aBlobThatWasDamagedOnTheServerIsLeftOut() throws IOException {
        Map<String, String> entries = whole();
        entries.put(HELLO, "hullo");
        entries.put(
                "manifest.json",
                entries.get("manifest.json").replace("\"damaged\":[]", "\"damaged\":[\"" + HELLO.substring(9) + "\"]"));
        write(entries);
        restore(false);

        Map<String, String> expected = new TreeMap<>(RESTORED);
        expected.remove(HELLO);
        assertThat(files(data)).isEqualTo(expected);
    }

    private Optional<Path> restore(boolean force) throws IOException {
        return restore(force, step -> {});
    }

    private Optional<Path> restore(boolean force, Consumer<String> step) throws IOException {
        try (BackupFile backup = BackupFile.open(archive)) {
            return new Restore(data, CLOCK, step).from(backup, force);
        }
    }

    private int stepsOfAWholeRestore() throws IOException {
        anOldServer();
        AtomicInteger steps = new AtomicInteger();
        restore(true, step -> steps.incrementAndGet());
        emptyTheFolder();
        return steps.get();
    }

    private void killAt(int number) throws IOException {
        AtomicInteger left = new AtomicInteger(number);
        try {
            restore(true, step -> {
                if (left.decrementAndGet() == 0) {
                    throw new Killed();
                }
            });
        } catch (Killed killed) {
            assertThat(left.get()).isZero();
        }
    }

    private void undoUntil(int number) throws IOException {
        AtomicInteger left = new AtomicInteger(number);
        try {
            new FolderSwap(data, step -> {
                        if (left.decrementAndGet() == 0) {
                            throw new Killed();
                        }
                    })
                    .undo();
        } catch (Killed killed) {
            assertThat(left.get()).isZero();
        }
    }

    private void anOldServer() throws IOException {
        for (Map.Entry<String, String> file : old("").entrySet()) {
            Path path = data.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static Map<String, String> old(String below) {
        return new TreeMap<>(Map.of(
                below + "db/parley.mv.db", "old database",
                below + "blobs/aa/old", "old blob",
                below + "master.key", "old key",
                below + "sign-in-link", "old code",
                below + "logs/server.log", "a line"));
    }

    private static Map<String, String> oldWithoutLog() {
        Map<String, String> old = old(KEPT);
        old.remove(KEPT + "logs/server.log");
        return old;
    }

    private void emptyTheFolder() throws IOException {
        parley.folders.FolderRemoval.delete(data);
        Files.createDirectory(data);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                found.put(
                        folder.relativize(file).toString().replace('\\', '/'),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return found;
    }

    private static Map<String, String> whole() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("db/parley.mv.db", "new database");
        entries.put("master.key", "new key\n");
        entries.put(HELLO, "hello");
        entries.put(
                "manifest.json",
                "{\"format\":1,\"made\":\"2026-11-28T08:00:00Z\",\"version\":\"1.0\",\"identity\":\"0123\","
                        + "\"database\":\"h2\",\"masterKey\":\"file\",\"blobs\":{\"count\":1,\"bytes\":5},"
                        + "\"damaged\":[],\"files\":["
                        + file("db/parley.mv.db", "new database") + "," + file("master.key", "new key\n") + "]}");
        return entries;
    }

    private static String file(String name, String content) {
        return "{\"name\":\"" + name + "\",\"bytes\":" + content.length() + ",\"sha256\":\"" + sha256(content) + "\"}";
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Map<String, String> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
