package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.UpdateFailedException;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.TaskInfo;
import parley.message.TaskState;

/** What a destination tells of itself, and how Parley leaves it. */
class DestinationStatusTest {
    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00.123456Z");

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout first =
            new SampleRollout().with("app.conf", "one\n", 0644).with("more.conf", "more\n", 0644);
    private final SampleRollout second = first.next().with("app.conf", "two\n", 0644);

    @BeforeEach
    void aFolderWithAFileOfSomebodyElse() throws Exception {
        folder = Files.createDirectories(temp.resolve("etc"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
    }

    private DirectoryUpdate.Builder update(Instant now) {
        return DirectoryUpdate.into(folder)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .through(FaultyFiles::hasty);
    }

    private void rollOut(SampleRollout rollout, DirectoryUpdate.Builder settings) throws Exception {
        try (DirectoryUpdate update = settings.build()) {
            update.joined("ab:cd", new TaskInfo("t-1", "Edge\nproxies", TaskState.OPEN, Instant.EPOCH));
            rollout.rollOut(update);
        }
    }

    private DestinationStatus status() throws Exception {
        return DestinationStatus.of(folder).orElseThrow();
    }

    @Test
    void whereParleyHasNeverBeenThereIsNothingToTell() throws Exception {
        assertThat(DestinationStatus.of(folder)).isEmpty();
        assertThat(DestinationStatus.of(temp.resolve("not there"))).isEmpty();
    }

    @Test
    void aBundleThatStandsIsToldWithWhomItIsFromAndSinceWhen() throws Exception {
        rollOut(first, update(NOON));

        DestinationStatus status = status();

        Origin origin = status.installed().orElseThrow().origin();
        assertThat(origin.server()).isEqualTo("ab:cd");
        assertThat(origin.taskId()).isEqualTo("t-1");
        assertThat(origin.taskName()).isEqualTo("Edge\nproxies");
        assertThat(origin.bundle().version()).isEqualTo("v1");
        assertThat(status.installed().orElseThrow().since()).isEqualTo("2026-11-05T12:00:00.123Z");
        assertThat(status.files()).isEqualTo(2);
        assertThat(status.modified()).isEmpty();
        assertThat(status.last().orElseThrow().state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(status.open()).isEmpty();
        assertThat(status.user()).isEmpty();
        assertThat(status.backUps()).isEmpty();
    }

    @Test
    void whatWasChangedSinceAndHowTheLastUpdateEndedIsTold() throws Exception {
        rollOut(first, update(NOON));
        rollOut(second, update(NOON.plusSeconds(60)).check(List.of("false")));
        Files.delete(folder.resolve("more.conf"));

        DestinationStatus status = status();

        assertThat(status.installed().orElseThrow().origin().bundle().version()).isEqualTo("v1");
        assertThat(status.modified()).containsExactly("more.conf");
        DestinationStatus.Ended last = status.last().orElseThrow();
        assertThat(last.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(last.reason()).contains(Reason.CHECK_FAILED);
        assertThat(last.detail()).contains("ended with exit code 1");
        assertThat(last.at()).isEqualTo("2026-11-05T12:01:00.123Z");
        assertThat(last.origin().bundle().version()).isEqualTo("v2");
    }

    @Test
    void anUpdateThatWaitsForItsConfirmationIsTold() throws Exception {
        rollOut(first, update(NOON));
        second.confirm(Duration.ofMinutes(10));
        rollOut(second, update(NOON));

        DestinationStatus status = status();

        assertThat(status.installed().orElseThrow().origin().bundle().version()).isEqualTo("v1");
        assertThat(status.open().orElseThrow().origin().bundle().version()).isEqualTo("v2");
        assertThat(status.open().orElseThrow().confirmUntil()).contains(Instant.parse("2026-11-05T12:10:00.123Z"));
        assertThat(status.modified()).isEmpty();
    }

    @Test
    void whoHasTheFolderIsTold() throws Exception {
        rollOut(first, update(NOON));
        try (DirectoryUpdate running = update(NOON).build()) {
            running.recover();

            assertThat(status().user().orElseThrow())
                    .startsWith("process " + ProcessHandle.current().pid() + " on ");
        }
        assertThat(status().user()).isEmpty();
    }

    @Test
    void aProcessThatDiedDoesNotHaveTheFolder() throws Exception {
        rollOut(first, update(NOON));
        String host = java.net.InetAddress.getLocalHost().getHostName();
        Files.writeString(
                folder.resolve(".parley/lock"), "process 999999999 on " + host + " since 2026-11-05T12:00:00Z\n");
        assertThat(status().user()).isEmpty();

        Files.writeString(folder.resolve(".parley/lock"), "process 1 on elsewhere since 2026-11-05T12:00:00Z\n");
        assertThat(status().user()).contains("process 1 on elsewhere since 2026-11-05T12:00:00Z");
    }

    @Test
    void aManagedFileBehindALinkIsNotParleysAnyMore() throws Exception {
        rollOut(new SampleRollout().with("conf.d/a.conf", "a\n", 0644), update(NOON));
        Files.move(folder.resolve("conf.d"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("conf.d"), temp.resolve("elsewhere"));

        assertThat(status().modified()).containsExactly("conf.d/a.conf");
    }

    @Test
    void leavingTakesOnlyParleysOwnFolder() throws Exception {
        rollOut(first, update(NOON));
        rollOut(second, update(NOON));

        assertThat(Leaving.from(folder)).isTrue();

        assertThat(folder.resolve(".parley")).doesNotExist();
        assertThat(folder.resolve("app.conf")).hasContent("two");
        assertThat(folder.resolve("more.conf")).hasContent("more");
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(DestinationStatus.of(folder)).isEqualTo(Optional.empty());
        assertThat(Leaving.from(folder)).isFalse();
    }

    @Test
    void thereIsNoLeavingWhileAnUpdateIsOpen() throws Exception {
        rollOut(first, update(NOON));
        second.confirm(Duration.ofDays(10_000));
        rollOut(second, update(NOON));

        assertThatThrownBy(() -> Leaving.from(folder))
                .isInstanceOfSatisfying(
                        UpdateFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .hasMessage("the last update here still waits for its confirmation; leave after that");
        assertThat(status().open()).isPresent();
    }

    @Test
    void thereIsNoLeavingWhileAnotherProcessHasTheFolder() throws Exception {
        rollOut(first, update(NOON));
        try (DirectoryUpdate running = update(NOON).build()) {
            running.recover();

            assertThatThrownBy(() -> Leaving.from(folder)).hasMessageContaining("is running: process ");
        }
    }

    @Test
    void whatACrashLeftIsUndoneBeforeLeaving() throws Exception {
        rollOut(first, update(NOON));
        DirectoryUpdate.Builder dying = update(NOON)
                .through(files -> FaultyFiles.counting(files).watchedBy(operation -> {
                    if (operation.startsWith("create .parley/state")) {
                        throw new FaultyFiles.Stopped();
                    }
                }));
        assertThatThrownBy(() -> rollOut(second, dying)).isInstanceOf(FaultyFiles.Stopped.class);
        assertThat(folder.resolve("app.conf")).hasContent("two");

        Leaving.from(folder);

        assertThat(folder.resolve("app.conf")).hasContent("one");
        assertThat(folder.resolve(".parley")).doesNotExist();
    }

    @Test
    void leavingThatStopsAnywhereCanBeDoneAgainAndNeverTouchesAFile() throws Exception {
        boolean done = false;
        for (int at = 1; !done; at++) {
            Path copy = folder = Files.createDirectories(temp.resolve("left at " + at));
            rollOut(first, update(NOON));
            rollOut(second, update(NOON));
            int stop = at;
            try {
                Leaving.from(copy, Clock.systemUTC(), files -> FaultyFiles.killedAt(stop, files));
                done = true;
            } catch (FaultyFiles.Stopped theProcessDied) {
                Leaving.from(copy);
            }
            assertThat(SampleRollout.listing(copy))
                    .containsExactly("rw-r--r-- app.conf: two\n", "rw-r--r-- more.conf: more\n");
            assertThat(copy.resolve(".parley")).doesNotExist();
        }
    }
}
