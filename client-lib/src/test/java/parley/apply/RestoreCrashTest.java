package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.apply.MemoryDisk.Loss;
import parley.apply.Scenario.Content;
import parley.apply.Scenario.Course;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.journal.Recovery;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;

/** Stops the restoring of a back-up at every operation, in every way that a machine can stop, and starts again. */
class RestoreCrashTest {
    private static int tried;

    private static final Scenario FILES = Scenario.of("an update whose files are wanted back")
            .managed("changes.conf", "before", 0600)
            .managed("gone/gone.conf", "gone", 0644)
            .managed("empty.conf", "", 0644)
            .foreign("mine.conf", "mine", 0640)
            .replace("changes.conf", "after", 0640)
            .replace("empty.conf", "full", 0644)
            .replace("mine.conf", "theirs", 0644)
            .remove("gone/gone.conf");

    private static final Scenario LINKS_GAVE_WAY = Scenario.of("links of this machine gave way")
            .foreign("app.conf", Content.link("/opt/dotfiles/app.conf"))
            .foreign("sites", Content.link("/srv/sites"))
            .managed("current", Content.link("releases/1"))
            .managed("releases/1/app.conf", "one", 0644)
            .replace("app.conf", "the bundle's", 0644)
            .add("sites/web/web.conf", "web", 0644)
            .replace("current", Content.link("releases/2"));

    private static final Scenario LINKS_WERE_FOLLOWED = Scenario.of("links of this machine were followed")
            .foreign("app.conf", Content.link("../outside/app.conf"))
            .foreign("gone.conf", Content.link("../outside/gone.conf"))
            .foreign("sites", Content.link("../outside/sites"))
            .foreign("../outside/app.conf", "app", 0640)
            .foreign("../outside/sites/stranger", "stranger", 0644)
            .managed("gone.conf", "gone", 0644)
            .managed("sites/old/old.conf", "old site", 0644)
            .replace("app.conf", "the bundle's", 0644)
            .remove("gone.conf")
            .remove("sites/old/old.conf")
            .following();

    static Stream<Arguments> restorings() {
        return Stream.of(FILES, LINKS_GAVE_WAY, LINKS_WERE_FOLLOWED)
                .flatMap(update -> Stream.of(Loss.values()).map(loss -> Arguments.of(update, loss)));
    }

    private static void restore(Scenario update, FileAccess disk) throws Exception {
        FileAccess files = update.seen(disk);
        KeptBackups kept = new KeptBackups(files, Scenario.LATE);
        BackUp first =
                kept.list().stream().filter(b -> b.id().equals("1")).findFirst().orElseThrow();
        Backups.restore(files, Path.of("/etc/edge"), Scenario.LATE, update.links(), first, () -> false, new Random(7));
    }

    @ParameterizedTest
    @MethodSource("restorings")
    void aRestoringThatStopsAnywhereEndsBeforeOrAfterIt(Scenario update, Loss loss) throws Exception {
        MemoryDisk start = update.disk();
        List<String> old = start.listing(false);
        update.apply(start, Course.COMMIT);
        State state = new StateFile(start).load();
        List<String> before = start.listing(false);
        MemoryDisk done = start.copy();
        FaultyFiles counting = FaultyFiles.counting(done);
        restore(update, counting);
        assertThat(done.listing(false)).isEqualTo(old);

        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = start.copy();
            try {
                restore(update, FaultyFiles.stoppingAt(stop, disk));
            } catch (FaultyFiles.Stopped theMachineStoppedAsItShould) {
                tried++;
            }
            MemoryDisk found = disk.afterPowerLoss(loss, new Random(stop));
            Recovery.recover(update.seen(found), Scenario.LATE);
            String where = "stopped at " + stop;
            assertThat(found.listing(false)).as(where).isIn(before, old);
            assertThat(new StateFile(found).load()).as(where).isEqualTo(state);
            restore(update, found);
            assertThat(found.listing(false)).as(where).isEqualTo(old);
        }
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash points tried: " + tried + " (RestoreCrashTest)");
    }
}
