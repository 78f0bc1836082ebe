package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.disk.Sha256;
import parley.client.Applied;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;

/** Files that somebody else changed: what an update does with them, and how they come back. */
class ConflictTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first = new SampleRollout()
            .with("app.conf", "old\n", 0644)
            .with("gone.conf", "gone\n", 0644)
            .with("same.conf", "same\n", 0644);
    private final SampleRollout second =
            first.next().with("app.conf", "new\n", 0644).without("gone.conf");

    @BeforeEach
    void aDestinationInWhichSomebodyChangedAFile() throws Exception {
        folder = temp.resolve("etc");
        try (DirectoryUpdate update = update().build()) {
            first.rollOut(update);
        }
        write("app.conf", "mine\n");
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private DirectoryUpdate.Builder update() {
        return DirectoryUpdate.into(folder).through(FaultyFiles::hasty);
    }

    @Test
    void overwriteTakesTheOfferAndKeepsTheFileForRestore() throws Exception {
        try (DirectoryUpdate update = update().onConflict(OnConflict.OVERWRITE).build()) {
            assertThat(update.inventory().policy()).containsEntry("onConflict", "overwrite");
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(folder.resolve("app.conf")).hasContent("new");

        try (Backups backups = Backups.in(folder)) {
            BackUp backUp = backups.list().get(0);
            assertThat(backUp.origin().bundle().version()).isEqualTo("v2");
            assertThat(backUp.files()).containsOnlyKeys("app.conf", "gone.conf");
            assertThat(backUp.bytes()).isEqualTo(10);

            assertThat(backups.restoreLatest()).isEqualTo(Applied.succeeded("2 files restored", ""));
        }
        assertThat(SampleRollout.listing(folder))
                .containsExactly(
                        "rw-r--r-- app.conf: mine\n", "rw-r--r-- gone.conf: gone\n", "rw-r--r-- same.conf: same\n");
    }

    @Test
    void aPolicyTellsOfEachOfTheFilesItIsAbout() throws Exception {
        List<String> told = new ArrayList<>();
        try (DirectoryUpdate update = update().onConflict(
                        OnConflict.OVERWRITE, (offer, conflict) -> told.add(conflict.path()))
                .build()) {
            assertThat(update.inventory().policy()).containsEntry("onConflict", "overwrite");
            second.rollOut(update);
        }
        assertThat(told).containsExactly("app.conf");
    }

    @Test
    void keepAsksToLeaveTheFilesAsTheyAre() throws Exception {
        write("gone.conf", "mine too\n");
        try (DirectoryUpdate update = update().onConflict(OnConflict.KEEP).build()) {
            Offer offer = second.offer(update);

            Answer answer = update.decide(offer);

            assertThat(answer.decision()).isEqualTo(Decision.COUNTER);
            assertThat(answer.keep()).containsExactly("app.conf", "gone.conf");
            assertThat(answer.reason()).contains(Reason.CONFLICT);
            assertThat(answer.detail()).contains("changed here, and not by Parley: app.conf, gone.conf");
        }
    }

    @Test
    void failDeclinesAndNamesTheFiles() throws Exception {
        try (DirectoryUpdate update = update().onConflict(OnConflict.FAIL).build()) {
            Applied declined = second.rollOut(update);

            assertThat(declined.reason()).contains(Reason.CONFLICT);
            assertThat(declined.detail()).isEqualTo("changed here, and not by Parley: app.conf");
        }
        assertThat(folder.resolve("app.conf")).hasContent("mine");
    }

    @Test
    void whoeverIsAskedSeesAllThreeStatesOfTheFileAndIsAskedOnce() throws Exception {
        List<Conflict> asked = new ArrayList<>();
        ConflictQuestion question = (offer, conflict) -> {
            asked.add(conflict);
            return OnConflict.OVERWRITE;
        };
        try (DirectoryUpdate update = update().onConflict(question).build()) {
            Offer offer = second.offer(update);
            assertThat(update.decide(offer).decision()).isEqualTo(Decision.ACCEPT);
            assertThat(update.decide(offer).decision()).isEqualTo(Decision.ACCEPT);
            assertThat(update.inventory().policy()).containsEntry("onConflict", "ask");
        }
        assertThat(asked).extracting(Conflict::path).containsExactly("app.conf");
        assertThat(asked.get(0).diff())
                .isEqualTo("  last written by Parley: 4 bytes, mode 0644, " + Sha256.of("old\n")
                        + "\n- here now:               5 bytes, mode 0644, " + Sha256.of("mine\n")
                        + "\n+ offered:                4 bytes, mode 0644, " + Sha256.of("new\n")
                        + "\n\nChanged here:\n"
                        + "--- app.conf (written by Parley)\n+++ app.conf (here now)\n@@ -1 +1 "
                        + "@@\n-old\n+mine\n"
                        + "\nChanged by the offer: the new content comes with the download, after the "
                        + "offer is accepted\n");
    }

    private Conflict onlyConflictOf(SampleRollout rollout) throws Exception {
        List<Conflict> asked = new ArrayList<>();
        ConflictQuestion question = (offer, conflict) -> {
            asked.add(conflict);
            return OnConflict.FAIL;
        };
        try (DirectoryUpdate update = update().onConflict(question).build()) {
            rollout.rollOut(update);
        }
        assertThat(asked).hasSize(1);
        return asked.get(0);
    }

    @Test
    void anOfferWhoseContentIsHereAlreadyIsComparedAsWell() throws Exception {
        write("copy.conf", "new\n");
        second.with("copy.conf", "new\n", 0644);

        assertThat(onlyConflictOf(second).changedByOffer().lines()).contains("@@ -1 +1 @@\n-mine\n+new\n");
    }

    @Test
    void whatParleyWroteIsKnownAfterARollBackAndARestoreToo() throws Exception {
        write("app.conf", "old\n");
        try (DirectoryUpdate update = update().build()) {
            second.rollOut(update);
        }
        try (DirectoryUpdate update = update().check(List.of("false")).build()) {
            assertThat(second.next()
                            .with("app.conf", "bad\n", 0644)
                            .rollOut(update)
                            .state())
                    .isEqualTo(ClientState.ROLLED_BACK);
        }
        try (Backups backups = Backups.in(folder)) {
            backups.restoreLatest();
        }
        Conflict conflict =
                onlyConflictOf(second.next().with("app.conf", "newer\n", 0644).sequence(9, false));

        assertThat(conflict.changedHere().lines()).contains("@@ -1 +1 @@\n-new\n+old\n");
    }

    @Test
    void aFileThatParleyNeverWroteIsShownAsAWhole() throws Exception {
        write("app.conf", "old\n");
        write("more.conf", "mine\n");

        Conflict conflict = onlyConflictOf(second.with("more.conf", "theirs\n", 0644));

        assertThat(conflict.diff()).contains("--- /dev/null\n+++ more.conf (here now)\n@@ -0,0 +1 @@\n+mine\n");
    }

    @Test
    void ofWhatIsNoTextOnlySizeModeAndDigestAreShown() throws Exception {
        write("app.conf", "\0");

        Conflict conflict = onlyConflictOf(second);

        assertThat(conflict.changedHere()).isEqualTo(new Comparison(Optional.empty(), "not text, or more than 64 KiB"));
        assertThat(conflict.diff()).contains("- here now:               1 byte, mode 0644, ");
    }

    @Test
    void aFileThatWouldBeRemovedIsComparedWithWhatParleyWrote() throws Exception {
        write("app.conf", "old\n");
        write("gone.conf", "gone\nand more\n");

        Conflict conflict = onlyConflictOf(second);

        assertThat(conflict.changedHere().lines()).contains("@@ -1 +1,2 @@\n gone\n+and more\n");
        assertThat(conflict.changedByOffer()).isEqualTo(new Comparison(Optional.empty(), "the file would be removed"));
    }

    @Test
    void aLinkInThePlaceOfAFileThatWouldBeRemovedIsLeftAloneAndNoConflict() throws Exception {
        write("app.conf", "old\n");
        Files.delete(folder.resolve("gone.conf"));
        Files.createSymbolicLink(folder.resolve("gone.conf"), Path.of("../elsewhere"));

        try (DirectoryUpdate update = update().onConflict(OnConflict.FAIL).build()) {
            assertThat(second.rollOut(update))
                    .isEqualTo(Applied.succeeded(
                            "1 file written, 0 removed; left alone because Parley did not write them: gone.conf "
                                    + "(a symbolic"
                                    + " link)",
                            ""));
        }
        assertThat(folder.resolve("gone.conf")).isSymbolicLink();
    }

    @Test
    void aCopyThatIsDamagedIsNotShown() throws Exception {
        Files.writeString(folder.resolve(".parley/written/" + Sha256.of("old\n").hex()), "bad\n");

        assertThat(onlyConflictOf(second).changedHere().lines()).isEmpty();
    }

    @Test
    void whatIsAsParleyLeftItOrAsTheOfferWantsItIsNoConflict() throws Exception {
        write("app.conf", "new\n");
        try (DirectoryUpdate update = update().onConflict(OnConflict.FAIL).build()) {
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(folder.resolve("gone.conf")).doesNotExist();
    }

    @Test
    void aFileThatWasThereBeforeParleyIsAConflict() throws Exception {
        write("more.conf", "mine\n");
        second.with("app.conf", "old\n", 0644).with("more.conf", "theirs\n", 0644);
        try (DirectoryUpdate update = update().onConflict(OnConflict.FAIL).build()) {
            assertThat(second.rollOut(update).detail()).endsWith("app.conf, more.conf");
        }
    }

    @Test
    void theLastQuestionMayPutAnOfferOff() throws Exception {
        Instant until = Instant.parse("2030-01-01T00:00:00Z");
        try (DirectoryUpdate update = update().deciding(offer -> Answer.defer(offer.offer(), until, "tonight"))
                .build()) {
            assertThat(update.decide(second.offer(update)).until()).contains(until);
        }
    }

    @Test
    void whatIsRestoredCountsAsChangedByHandAndCanBeRestoredInItsTurn() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            second.rollOut(update);
        }
        try (Backups backups = Backups.in(folder)) {
            backups.restore("1");
            assertThat(backups.list()).extracting(BackUp::id).containsExactly("2", "1");
        }
        try (DirectoryUpdate update = update().build()) {
            assertThat(update.inventory().modified()).containsExactly("app.conf");
            assertThat(update.recover().orElseThrow().offer()).isEqualTo("offer-2");
        }
        try (Backups backups = Backups.in(folder)) {
            backups.restoreLatest();
        }
        assertThat(folder.resolve("app.conf")).hasContent("new");
    }

    @Test
    void aBackUpThatIsNotThereOrIsDamagedIsSaidSo() throws Exception {
        try (Backups backups = Backups.in(folder)) {
            assertThatThrownBy(backups::restoreLatest).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> backups.restore("7"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("there is no back-up 7 in " + folder);
        }
        try (DirectoryUpdate update = update().build()) {
            second.rollOut(update);
        }
        Files.writeString(folder.resolve(".parley/kept/1/files/app.conf"), "rotten");
        try (Backups backups = Backups.in(folder)) {
            assertThatThrownBy(() -> backups.restore("1")).hasMessageContaining("\"app.conf\" is damaged");
        }
        assertThat(folder.resolve("app.conf")).hasContent("new");
    }

    @Test
    void backUpsAreKeptWithinTheirLimits() throws Exception {
        SampleRollout next = second;
        BackUpLimits two = new BackUpLimits(2, 1000, Duration.ofDays(1));
        Instant start = Instant.parse("2026-11-05T12:00:00Z");
        for (int i = 0; i < 4; i++) {
            try (DirectoryUpdate update = update().backUps(two)
                    .clock(Clock.fixed(start.plusSeconds(i), ZoneOffset.UTC))
                    .build()) {
                next.rollOut(update);
            }
            next = next.next().with("app.conf", "new " + i + "\n", 0644);
        }
        assertThat(ids()).containsExactly("4", "3");

        try (DirectoryUpdate update = update().backUps(two)
                .clock(Clock.fixed(start.plus(Duration.ofDays(2)), ZoneOffset.UTC))
                .build()) {
            next.rollOut(update);
        }
        assertThat(ids()).as("the others are too old").containsExactly("5");

        try (DirectoryUpdate update = update().backUps(BackUpLimits.NONE).build()) {
            next.next().with("app.conf", "last\n", 0644).rollOut(update);
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void aReplacedFileKeepsItsOwnerAndANewOneGetsThatOfTheFolder() throws Exception {
        assumeTrue(owner("").equals(0), "only root can give files away");
        give("", 4711);
        give("app.conf", 4712);
        second.with("app.conf", "new\n", 0644)
                .with("more/new.conf", "new too\n", 0644)
                .with("empty.conf", "", 0644);

        try (DirectoryUpdate update = update().build()) {
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
        }

        assertThat(owner("app.conf")).isEqualTo(4712);
        assertThat(owner("more")).isEqualTo(4711);
        assertThat(owner("more/new.conf")).isEqualTo(4711);
        assertThat(owner("empty.conf")).isEqualTo(4711);
        try (Backups backups = Backups.in(folder)) {
            backups.restoreLatest();
        }
        assertThat(owner("app.conf")).isEqualTo(4712);
    }

    private Object owner(String name) throws Exception {
        return Files.getAttribute(folder.resolve(name), "unix:uid");
    }

    private void give(String name, int uid) throws Exception {
        Files.setAttribute(folder.resolve(name), "unix:uid", uid);
        Files.setAttribute(folder.resolve(name), "unix:gid", uid);
    }

    private List<String> ids() throws Exception {
        try (Backups backups = Backups.in(folder)) {
            return backups.list().stream().map(BackUp::id).toList();
        }
    }
}
