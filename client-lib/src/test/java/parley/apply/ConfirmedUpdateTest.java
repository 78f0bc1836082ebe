package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.internal.backup.BackUpRetention;
import parley.apply.internal.journal.Deadline;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.client.testing.internal.SettableClock;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.bundle.BundleDigest;

/** Updates that stand only once they are confirmed. */
class ConfirmedUpdateTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first = new SampleRollout().with("app.conf", "old\n", 0644);
    private final SampleRollout second = first.next()
            .with("app.conf", "new\n", 0644)
            .with("more.conf", "more\n", 0644)
            .confirm(Duration.ofMinutes(10));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-05T12:00:00Z"));

    @BeforeEach
    void aDestinationWithTheFirstBundle() throws Exception {
        folder = temp.resolve("etc");
        try (DirectoryUpdate update = update().build()) {
            first.rollOut(update);
        }
    }

    private DirectoryUpdate.Builder update() {
        return DirectoryUpdate.into(folder).clock(clock).through(FaultyFiles::hasty);
    }

    private void leftOpen() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            assertThat(second.rollOut(update).state()).isEqualTo(ClientState.CONFIRMING);
        }
    }

    @Test
    void anUpdateThatIsConfirmedStands() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            Applied open = second.rollOut(update);

            assertThat(open).isEqualTo(Applied.confirming(Duration.ofMinutes(10), "2 files written, 0 removed", ""));
            assertThat(folder.resolve("app.conf")).hasContent("new");

            assertThat(update.commit("offer-2")).isEqualTo(Applied.succeeded("2 files written, 0 removed", ""));
            assertThat(update.inventory().bundle()).contains(BundleDigest.of(second.bundle));
            assertThat(update.inventory().modified()).isEmpty();
        }
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
    }

    @Test
    void anUpdateThatIsNotConfirmedIsUndone() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            second.rollOut(update);

            Applied undone = update.rollBack("offer-2", Reason.CONFIRM_TIMEOUT, "nobody was there");

            assertThat(undone).isEqualTo(Applied.rolledBack(Reason.CONFIRM_TIMEOUT, "nobody was there", ""));
            assertThat(update.inventory().bundle()).contains(BundleDigest.of(first.bundle));
        }
        assertThat(SampleRollout.listing(folder)).containsExactly("rw-r--r-- app.conf: old\n");
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
    }

    @Test
    void aRestartInTimeFindsItOpenAndCanConfirmIt() throws Exception {
        leftOpen();
        clock.advance(Duration.ofMinutes(4));

        try (DirectoryUpdate update = update().build()) {
            Applied open = update.recover().orElseThrow().result();

            assertThat(open.state()).isEqualTo(ClientState.CONFIRMING);
            assertThat(open.confirmWithin()).contains(Duration.ofMinutes(6));
            assertThat(update.inventory().bundle()).contains(BundleDigest.of(second.bundle));
            assertThat(update.commit("offer-2").state()).isEqualTo(ClientState.SUCCEEDED);
        }
        assertThat(folder.resolve("app.conf")).hasContent("new");
    }

    @Test
    void aRestartAfterTheTimeUndoesIt() throws Exception {
        leftOpen();
        clock.advance(Duration.ofMinutes(10));

        try (DirectoryUpdate update = update().build()) {
            Applied undone = update.recover().orElseThrow().result();

            assertThat(undone.state()).isEqualTo(ClientState.ROLLED_BACK);
            assertThat(undone.reason()).contains(Reason.CONFIRM_TIMEOUT);
            assertThat(update.commit("offer-2")).as("too late").isEqualTo(undone);
        }
        assertThat(SampleRollout.listing(folder)).containsExactly("rw-r--r-- app.conf: old\n");
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackCountsAsTheTimeBeingOver() throws Exception {
        leftOpen();
        clock.advance(Duration.ofDays(-300));

        try (DirectoryUpdate update = update().build()) {
            assertThat(update.recover().orElseThrow().result().reason()).contains(Reason.CONFIRM_TIMEOUT);
        }
        assertThat(folder.resolve("app.conf")).hasContent("old");
    }

    @Test
    void theRunCommandPutsTheOldFilesInForceAgain() throws Exception {
        Path log = temp.resolve("log");
        List<String> run = List.of("/bin/sh", "-c", "echo $PARLEY_STEP $(cat app.conf) >> " + log);
        try (DirectoryUpdate update = update().run(run).build()) {
            second.rollOut(update);
            update.rollBack("offer-2", Reason.CONFIRM_TIMEOUT, "nobody was there");
        }
        assertThat(log).hasContent("run new\nroll_back old");
    }

    @Test
    void commitAndRollBackAreAnsweredAgainWithTheSameEnd() throws Exception {
        try (DirectoryUpdate update = update().build()) {
            second.rollOut(update);
            update.commit("offer-2");

            assertThat(update.commit("offer-2").state()).isEqualTo(ClientState.SUCCEEDED);
            assertThat(update.rollBack("offer-2", Reason.CANCELLED, "late").state())
                    .isEqualTo(ClientState.SUCCEEDED);
            assertThatThrownBy(() -> update.commit("offer-9")).isInstanceOf(UpdateFailedException.class);
        }
        assertThat(folder.resolve("app.conf")).hasContent("new");
    }

    @Test
    void nothingIsRestoredAndNoOtherUpdateIsAppliedWhileOneIsOpen() throws Exception {
        leftOpen();

        try (Backups backups = Backups.in(folder, new BackUpRetention(clock, BackUpLimits.STANDARD), files -> files)) {
            assertThat(backups.list()).isEmpty();
        }
        SampleRollout third = second.next().with("app.conf", "third\n", 0644);
        try (DirectoryUpdate update = update().build()) {
            assertThatThrownBy(() -> third.rollOut(update))
                    .isInstanceOf(UpdateFailedException.class)
                    .hasMessageContaining("still waits for its confirmation");
        }
        assertThat(Files.readString(folder.resolve("app.conf"))).isEqualTo("new\n");
    }

    @Test
    void aDeadlineIsOverAtItsEndAndBeforeItsBeginning() {
        Deadline deadline = Deadline.of("1000 3000");

        assertThat(deadline.left(Instant.ofEpochMilli(1000))).contains(Duration.ofSeconds(2));
        assertThat(deadline.left(Instant.ofEpochMilli(2999))).contains(Duration.ofMillis(1));
        assertThat(deadline.left(Instant.ofEpochMilli(3000))).isEqualTo(Optional.empty());
        assertThat(deadline.left(Instant.ofEpochMilli(999))).isEqualTo(Optional.empty());
        assertThat(deadline.words()).isEqualTo("1000 3000");
    }
}
