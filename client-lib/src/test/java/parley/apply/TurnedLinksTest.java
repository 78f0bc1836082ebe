package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.NativeFiles;
import parley.apply.internal.journal.Journal;
import parley.apply.internal.journal.Phase;
import parley.apply.internal.plan.Plan;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/** Links that somebody changes between two steps of an update that follows them, and journals that name links. */
@EnabledOnOs(OS.LINUX)
class TurnedLinksTest extends StowedFolder {
    private FileAccess turningTheLinkAt(String operation, FileAccess files) {
        return FaultyFiles.hasty(files).watchedBy(next -> {
            if (next.startsWith(operation)) {
                try {
                    link("app.conf", "../elsewhere.conf");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @Test
    void aLinkThatIsTurnedDuringTheUpdateIsAConflictAndAllIsAsItWas() throws Exception {
        Files.writeString(temp.resolve("elsewhere.conf"), "elsewhere");
        try (DirectoryUpdate update = following()
                .through(files -> turningTheLinkAt("sync folder .parley/backup/files", files))
                .build()) {
            Applied applied = bundle.rollOut(update);

            assertThat(applied.reason()).contains(Reason.CONFLICT);
            assertThat(applied.detail())
                    .contains("the symbolic link app.conf was changed by someone else during the update: it led to "
                            + dotfiles.toRealPath().resolve("app.conf"));
        }
        assertThat(temp.resolve("elsewhere.conf")).hasContent("elsewhere");
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
        assertThat(folder.resolve("plain.conf")).doesNotExist();
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
    }

    private void stopAfterTheSwap() throws Exception {
        try (DirectoryUpdate update = following()
                .run(List.of("true"))
                .through(files -> FaultyFiles.hasty(files).watchedBy(next -> {
                    if (next.startsWith("create .parley/state.next")) {
                        throw new FaultyFiles.Stopped();
                    }
                }))
                .build()) {
            catchThrowableOfType(FaultyFiles.Stopped.class, () -> bundle.rollOut(update));
        }
        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
    }

    private UpdateFailedException recoveryFails(OnLink links) throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).links(links).build()) {
            return catchThrowableOfType(UpdateFailedException.class, update::recover);
        }
    }

    @Test
    void anInterruptedUpdateIsUndoneWhereItsLinksLedAndOnlyIfLinksAreFollowed() throws Exception {
        List<String> before = both();
        stopAfterTheSwap();

        assertThat(recoveryFails(OnLink.REFUSE))
                .hasMessage(
                        "the update that was interrupted here goes through symbolic links on this machine (app.conf,"
                                + " sites), and nothing was touched; parley join --links follow brings it to its end");
        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
        assertThat(folder.resolve("plain.conf")).hasContent("plain");

        try (DirectoryUpdate update = following().build()) {
            update.recover();
        }
        assertThat(both()).isEqualTo(before);
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
    }

    @Test
    void aLinkThatWasTurnedBeforeTheRecoveryIsNotFollowedAndTheOthersComeBack() throws Exception {
        stopAfterTheSwap();
        Files.writeString(temp.resolve("elsewhere.conf"), "elsewhere");
        link("app.conf", "../elsewhere.conf");

        UpdateFailedException failed = recoveryFails(OnLink.FOLLOW);

        assertThat(failed.reason()).isEqualTo(Reason.PATH_REFUSED);
        assertThat(failed)
                .hasMessageContaining("the symbolic link led to "
                        + dotfiles.toRealPath().resolve("app.conf") + " when the update began, and leads to "
                        + temp.toRealPath().resolve("elsewhere.conf") + " now; restore the link");
        assertThat(temp.resolve("elsewhere.conf")).hasContent("elsewhere");
        assertThat(folder.resolve("plain.conf")).doesNotExist();
        assertThat(dotfiles.resolve("sites/web")).doesNotExist();

        link("app.conf", "../dotfiles/app.conf");
        try (DirectoryUpdate update = following().build()) {
            update.recover();
        }
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "x, /TEMP/etc, x/passwd",
        "app.conf, /TEMP/etc/passwd, app.conf",
        ".parley/kept, /TEMP/etc, .parley/kept"
    })
    void aJournalThatSomebodyPlantedLeadsNowhereElse(String link, String place, String path) throws Exception {
        Path etc = Files.createDirectory(temp.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "root");
        rollOut(new SampleRollout().with("plain.conf", "plain", 0644));
        Plan plan = new Plan(
                Scenario.TARGET,
                List.of(new Plan.Put(path, Scenario.entry("root", 0644), false)),
                List.of(),
                List.of(),
                List.of(),
                new java.util.TreeMap<>(
                        Map.of(link, place.replace("/TEMP", temp.toRealPath().toString()))));
        try (FileAccess files = NativeFiles.open(folder);
                Journal journal = Journal.start(files, plan, new java.util.Random(1))) {
            journal.reached(Phase.BACKED_UP);
            journal.reached(Phase.SWAPPED);
        }

        assertThat(recoveryFails(OnLink.FOLLOW)).isNotNull();
        assertThat(recoveryFails(OnLink.REFUSE)).isNotNull();
        assertThat(etc.resolve("passwd")).hasContent("root");
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
    }

    @Test
    void aPathOfAPlantedJournalThatIsAbsoluteIsRefused() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret"), "root");
        rollOut(new SampleRollout().with("plain.conf", "plain", 0644));
        Plan plan = new Plan(
                Scenario.TARGET,
                List.of(new Plan.Put(secret.toRealPath().toString(), Scenario.entry("root", 0644), false)),
                List.of(),
                List.of(),
                List.of());
        try (FileAccess files = NativeFiles.open(folder);
                Journal journal = Journal.start(files, plan, new java.util.Random(1))) {
            journal.reached(Phase.SWAPPED);
        }

        assertThat(recoveryFails(OnLink.FOLLOW)).hasMessageContaining("a path that leaves the destination");
        assertThat(secret).hasContent("root");
    }
}
