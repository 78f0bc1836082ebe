package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.apply.MemoryDisk.Loss;
import parley.apply.Scenario.Course;

/** Stops the restoring of a back-up at every operation, in every way that a machine can stop, and starts again. */
class RestoreCrashTest {
    private static int tried;

    private final Scenario update = Scenario.of("an update whose files are wanted back")
            .managed("changes.conf", "before", 0600)
            .managed("gone/gone.conf", "gone", 0644)
            .managed("empty.conf", "", 0644)
            .foreign("mine.conf", "mine", 0640)
            .replace("changes.conf", "after", 0640)
            .replace("empty.conf", "full", 0644)
            .replace("mine.conf", "theirs", 0644)
            .remove("gone/gone.conf");

    private static void restore(FileAccess files) throws Exception {
        KeptBackups kept = new KeptBackups(files, Scenario.LATE);
        BackUp first =
                kept.list().stream().filter(b -> b.id().equals("1")).findFirst().orElseThrow();
        Backups.restore(files, Path.of("/etc/edge"), Scenario.LATE, OnLink.REFUSE, first, () -> false, new Random(7));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void aRestoringThatStopsAnywhereEndsBeforeOrAfterIt(Loss loss) throws Exception {
        MemoryDisk start = update.disk();
        List<String> old = start.listing(false);
        update.apply(start, Course.COMMIT);
        State state = new StateFile(start).load();
        List<String> before = start.listing(false);
        MemoryDisk done = start.copy();
        FaultyFiles counting = FaultyFiles.counting(done);
        restore(counting);
        assertThat(done.listing(false)).isEqualTo(old);

        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = start.copy();
            try {
                restore(FaultyFiles.stoppingAt(stop, disk));
            } catch (FaultyFiles.Stopped theMachineStoppedAsItShould) {
                tried++;
            }
            MemoryDisk found = disk.afterPowerLoss(loss, new Random(stop));
            Recovery.recover(found, Scenario.LATE);
            String where = "stopped at " + stop;
            assertThat(found.listing(false)).as(where).isIn(before, old);
            assertThat(new StateFile(found).load()).as(where).isEqualTo(state);
            restore(found);
            assertThat(found.listing(false)).as(where).isEqualTo(old);
        }
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash points tried: " + tried + " (RestoreCrashTest)");
    }
}
