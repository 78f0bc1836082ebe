package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.TaskState;

/** Which back-ups there are, and when one may be restored. */
class RestoreTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first =
            new SampleRollout().with("app.conf", "one\n", 0644).with("gone/gone.conf", "gone\n", 0644);
    private final SampleRollout second = first.next()
            .with("app.conf", "two\n", 0600)
            .without("gone/gone.conf")
            .with("new.conf", "new\n", 0644);
    private final SampleRollout third = second.next().with("app.conf", "three\n", 0644);

    @BeforeEach
    void twoUpdatesWithBackUps() throws Exception {
        folder = temp.resolve("etc");
        rollOut(first);
        rollOut(second);
    }

    private void rollOut(SampleRollout rollout) throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).through(FaultyFiles::hasty).build()) {
            update.joined("S1", new TaskInfo("t-1", "Edge proxies", TaskState.OPEN, Instant.EPOCH));
            rollout.rollOut(update);
        }
    }

    private void write(String name, String text) throws Exception {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private void refuses(String id, String path) {
        assertThatThrownBy(() -> {
                    try (Backups backups = Backups.in(folder)) {
                        backups.restore(id);
                    }
                })
                .isInstanceOfSatisfying(
                        UpdateFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .hasMessage(
                        "changed since the back-up was made, and not by Parley: " + path + "; nothing was restored");
    }

    @Test
    void aBackUpSaysWhatTookThePlaceOfWhat() throws Exception {
        try (Backups backups = Backups.in(folder)) {
            BackUp backUp = backups.list().get(0);

            assertThat(backUp.origin())
                    .isEqualTo(new Origin(
                            "S1", "t-1", "Edge proxies", backUp.origin().bundle()));
            assertThat(backUp.origin().bundle().version()).isEqualTo("v2");
            assertThat(backUp.made()).isBetween(Instant.now().minusSeconds(600), Instant.now());
            assertThat(backUp.files()).containsOnlyKeys("app.conf", "gone/gone.conf");
            assertThat(backUp.left()).containsExactly(java.util.Map.entry("app.conf", Scenario.entry("two\n", 0600)));
            assertThat(backUp.bytes()).isEqualTo(9);
            assertThat(backups.changedSince("1")).isEmpty();
        }
    }

    @Test
    void aFileThatSomebodyChangedSinceIsNotOverwritten() throws Exception {
        write("app.conf", "mine\n");

        refuses("1", "app.conf");

        assertThat(folder.resolve("app.conf")).hasContent("mine");
        assertThat(folder.resolve("gone")).doesNotExist();
    }

    @Test
    void norIsOneThatSomebodyPutWhereOneWasRemovedOrThatSomebodyRemoved() throws Exception {
        Files.delete(folder.resolve("app.conf"));
        write("gone/gone.conf", "mine\n");
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.changedSince("1")).containsExactly("app.conf", "gone/gone.conf");
        }
        refuses("1", "app.conf, gone/gone.conf");
    }

    @Test
    void whoeverInsistsGetsABackUpOfTheChangedFileAsWell() throws Exception {
        write("app.conf", "mine\n");
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.restoreOverChanges("1")).isEqualTo(Applied.succeeded("2 files restored", ""));
            assertThat(folder.resolve("app.conf")).hasContent("one");

            backups.restore("2");
        }
        assertThat(folder.resolve("app.conf")).hasContent("mine");
    }

    @Test
    void whatALaterUpdateOrAnEarlierRestoringWroteIsNoChange() throws Exception {
        rollOut(third);
        try (Backups backups = Backups.in(folder)) {
            backups.restore("1");
            assertThat(folder.resolve("app.conf")).hasContent("one");
            backups.restore("2");
            assertThat(folder.resolve("app.conf")).hasContent("two");
            backups.restoreLatest();
            assertThat(folder.resolve("app.conf")).hasContent("one");
        }
    }

    @Test
    void aFileThatIsAlreadyAsTheBackUpHasItIsNoChange() throws Exception {
        rollOut(third);
        write("app.conf", "two\n");
        Files.setPosixFilePermissions(
                folder.resolve("app.conf"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.restore("2")).isEqualTo(Applied.succeeded("0 files restored", ""));
        }
    }

    @Test
    void nothingIsRestoredThroughALink() throws Exception {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.createSymbolicLink(folder.resolve("gone"), outside);
        try (Backups backups = Backups.in(folder)) {
            assertThatThrownBy(() -> backups.restoreOverChanges("1"))
                    .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.PATH_REFUSED));
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(folder.resolve("app.conf")).hasContent("two");
    }

    @Test
    void whileAnotherUpdateHasTheFolderTheListCanBeSeenAndNothingRestored() throws Exception {
        try (DirectoryUpdate running = DirectoryUpdate.into(folder).build();
                Backups backups = Backups.in(folder)) {
            running.recover();

            assertThat(backups.list()).hasSize(1);
            assertThatThrownBy(() -> backups.restore("1"))
                    .hasMessageContaining("another update of " + folder + " is running: process ");
        }
    }
}
