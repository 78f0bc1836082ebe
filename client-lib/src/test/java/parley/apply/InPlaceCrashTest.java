package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.apply.MemoryDisk.Loss;
import parley.apply.Scenario.Content;
import parley.apply.Scenario.Course;
import parley.apply.internal.destination.InPlaceFiles;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.journal.Recovery;

/** A single mounted file is overwritten in its place; wherever that stops, it ends whole, old or new. */
class InPlaceCrashTest {
    private static final Scenario SCENARIO = Scenario.of("a mounted file among others")
            .managed("a.conf", "the old content, which is longer than the new one", 0644)
            .managed("b.conf", "old b", 0644)
            .replace("a.conf", "the new content", 0640)
            .replace("b.conf", "new b", 0644)
            .add("c.conf", "new c", 0644);

    private static final Scenario WITH_LINKS = Scenario.of("a mounted file, and one behind a link")
            .managed("a.conf", "the old content, which is longer than the new one", 0644)
            .foreign("b.conf", Content.link("../outside/b.conf"))
            .foreign(Scenario.OUTSIDE + "/b.conf", "old b", 0644)
            .replace("a.conf", "the new content", 0640)
            .replace("b.conf", "new b", 0644)
            .add("c.conf", "new c", 0644)
            .following();

    private static MemoryDisk start() throws Exception {
        return start(SCENARIO);
    }

    private static MemoryDisk start(Scenario scenario) throws Exception {
        return scenario.disk().mounted("a.conf");
    }

    private static void stopped(Scenario scenario, FaultyFiles files, Course course) throws Exception {
        try {
            scenario.apply(new InPlaceFiles(files), course);
        } catch (FaultyFiles.Stopped asItShould) {
            // what it left is looked at afterwards
        }
    }

    private static Recovery recover(Scenario scenario, FileAccess files) throws Exception {
        return Recovery.recover(scenario.seen(new InPlaceFiles(files)), Scenario.LATE);
    }

    private static List<String> recovered(Scenario scenario, MemoryDisk disk) throws Exception {
        recover(scenario, disk);
        assertThat(recover(scenario, disk).end()).isEqualTo(Recovery.End.NOTHING);
        return disk.listing(false);
    }

    private static void stopEverywhere(Scenario scenario, Course course, List<List<String>> allowed) throws Exception {
        FaultyFiles counting = FaultyFiles.counting(start(scenario));
        scenario.apply(new InPlaceFiles(counting), course);
        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = start(scenario);
            stopped(scenario, FaultyFiles.stoppingAt(stop, disk), course);
            for (Loss loss : Loss.values()) {
                MemoryDisk found = disk.afterPowerLoss(loss, new Random(stop));
                assertThat(recovered(scenario, found.copy()))
                        .as("stopped at " + stop + ", " + loss)
                        .isIn(allowed);
                if (loss != Loss.SOME) {
                    stopTheRecovery(scenario, found, allowed, "stopped at " + stop + ", " + loss);
                }
            }
            recover(scenario, disk);
            assertThat(recovered(scenario, disk.afterPowerLoss(Loss.EVERYTHING, new Random(stop))))
                    .as("killed at " + stop + ", recovered, and then the power failed")
                    .isIn(allowed);
        }
    }

    private static void stopTheRecovery(Scenario scenario, MemoryDisk found, List<List<String>> allowed, String where)
            throws Exception {
        FaultyFiles counting = FaultyFiles.counting(found.copy());
        recover(scenario, counting);
        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = found.copy();
            try {
                recover(scenario, FaultyFiles.stoppingAt(stop, disk));
            } catch (FaultyFiles.Stopped asItShould) {
                // what it left is looked at below
            }
            Loss loss = stop % 2 == 0 ? Loss.EVERYTHING : Loss.SOME;
            assertThat(recovered(scenario, disk.afterPowerLoss(loss, new Random(stop))))
                    .as(where + ", recovery stopped at " + stop + ", " + loss)
                    .isIn(allowed);
        }
    }

    private static final List<String> OLD =
            List.of("a.conf 0644 the old content, which is longer than the new one", "b.conf 0644 old b");
    private static final List<String> NEW =
            List.of("a.conf 0640 the new content", "b.conf 0644 new b", "c.conf 0644 new c");

    @Test
    void anUpdateThatStopsAnywhereEndsInTheOldOrTheNewState() throws Exception {
        stopEverywhere(SCENARIO, Course.COMMIT, List.of(OLD, NEW));
    }

    @Test
    void aRollBackThatStopsAnywhereEndsInTheOldState() throws Exception {
        stopEverywhere(SCENARIO, Course.ROLL_BACK, List.of(OLD));
    }

    @Test
    void anUpdateThatNobodyConfirmsEndsInTheOldState() throws Exception {
        stopEverywhere(SCENARIO, Course.TIME_OUT, List.of(OLD));
    }

    private static List<String> withLinks(String a, String b, String... more) {
        List<String> listing = new ArrayList<>(List.of(a, "b.conf -> ../outside/b.conf"));
        listing.addAll(List.of(more));
        listing.addAll(List.of("../outside/ 0755", "../outside/b.conf 0644 " + b));
        return listing;
    }

    private static final List<String> OLD_WITH_LINKS = withLinks(OLD.get(0), "old b");
    private static final List<String> NEW_WITH_LINKS = withLinks(NEW.get(0), "new b", "c.conf 0644 new c");

    @Test
    void anUpdateThatFollowsLinksTooEndsInTheOldOrTheNewState() throws Exception {
        stopEverywhere(WITH_LINKS, Course.COMMIT, List.of(OLD_WITH_LINKS, NEW_WITH_LINKS));
    }

    @Test
    void aRollBackThatFollowsLinksTooEndsInTheOldState() throws Exception {
        stopEverywhere(WITH_LINKS, Course.ROLL_BACK, List.of(OLD_WITH_LINKS));
    }

    @Test
    void withoutTheOptionTheFileIsRefusedWithTheWayOut() throws Exception {
        MemoryDisk disk = start();
        assertThatThrownBy(() -> SCENARIO.apply(disk, Course.COMMIT))
                .isInstanceOf(ApplyFailure.class)
                .hasMessageEndingWith("or have new content written in its place with --in-place");
        assertThat(disk.listing(false)).isEqualTo(OLD);
    }

    /** An update that was stopped after it had begun to write into the mounted file. */
    private static MemoryDisk halfWritten() throws Exception {
        FaultyFiles counting = FaultyFiles.counting(start());
        SCENARIO.apply(new InPlaceFiles(counting), Course.COMMIT);
        for (int stop = 1; stop < counting.operations(); stop++) {
            MemoryDisk disk = start();
            stopped(SCENARIO, FaultyFiles.stoppingAt(stop, disk), Course.COMMIT);
            if (!disk.listing(false).contains(OLD.get(0))) {
                return disk;
            }
        }
        throw new AssertionError("nothing was written in place");
    }

    private static void isRefusedAndDoneLater(MemoryDisk found, FileAccess seen, String words) throws Exception {
        List<String> before = found.listing(true);
        assertThatThrownBy(() -> Recovery.recover(seen, Scenario.LATE))
                .isInstanceOf(ApplyFailure.class)
                .hasMessage("an update was interrupted that overwrites \"a.conf\" in its place, and " + words
                        + "; nothing was touched, and the old content is kept in .parley/backup/files/a.conf");
        assertThat(found.listing(true)).isEqualTo(before);
        assertThat(recovered(SCENARIO, found.mounted("a.conf"))).isEqualTo(OLD);
    }

    @Test
    void aJournalAloneDoesNotMakeARunWriteIntoAMountedFile() throws Exception {
        MemoryDisk disk = halfWritten();
        isRefusedAndDoneLater(
                disk,
                disk,
                "a single file is mounted there. Run parley join with --in-place to write the old content there again");
    }

    @Test
    void aFileThatIsMountedNoMoreBeforeTheRecoveryIsWaitedFor() throws Exception {
        MemoryDisk disk = halfWritten().unmounted("a.conf");
        isRefusedAndDoneLater(
                disk,
                new InPlaceFiles(disk),
                "no file is mounted there now, according to /proc. Mount it there again, and run the same "
                        + "command again");
    }

    @Test
    void aFileThatIsMountedReadOnlyBeforeTheRecoveryIsWaitedFor() throws Exception {
        MemoryDisk disk = halfWritten();
        FileAccess readOnly = (FileAccess) Proxy.newProxyInstance(
                FileAccess.class.getClassLoader(),
                new Class<?>[] {FileAccess.class},
                (proxy, method, given) -> method.getName().equals("mayWrite") ? false : method.invoke(disk, given));
        isRefusedAndDoneLater(
                disk,
                new InPlaceFiles(readOnly),
                "that file may not be written to now. Mount it for writing, and run the same command again");
    }
}
