package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.NativeFiles;
import parley.apply.internal.journal.Recovery;

/**
 * The crash test on the disk of this machine, for a process that dies: at every operation, and again in the recovery.
 */
class NativeCrashTest {
    private static int tried;

    @TempDir
    Path temp;

    static Stream<Scenario> scenarios() {
        return ApplyCrashTest.scenarios();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void anUpdateThatIsKilledAnywhereEndsInTheOldOrTheNewState(Scenario scenario) throws Exception {
        Path untouched = filled("untouched", scenario);
        List<String> before = listing(untouched);
        FaultyFiles counting;
        try (FileAccess files = open(untouched)) {
            counting = FaultyFiles.hasty(files);
            scenario.apply(counting, Scenario.Course.COMMIT);
        }
        List<String> after = listing(untouched);
        assertThat(SampleRollout.leftovers(untouched)).isEmpty();

        for (int stop = 1; stop <= counting.operations(); stop++) {
            killAt(stop, scenario, before, after);
        }
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash points tried: " + tried + " (NativeCrashTest)");
    }

    private void killAt(int stop, Scenario scenario, List<String> before, List<String> after) throws Exception {
        Path folder = filled("killed at " + stop, scenario);
        try (FileAccess files = open(folder)) {
            untilKilled(() -> scenario.apply(FaultyFiles.killedAt(stop, files), Scenario.Course.COMMIT));
            untilKilled(
                    () -> Recovery.recover(scenario.seen(FaultyFiles.killedAt(1 + stop % 11, files)), Scenario.LATE));
            tried++;

            Recovery.recover(scenario.seen(files), Scenario.LATE);

            assertThat(listing(folder)).as("killed at " + stop).isIn(before, after);
            assertThat(SampleRollout.leftovers(folder)).as("killed at " + stop).isSubsetOf("download");
            scenario.apply(FaultyFiles.hasty(files), Scenario.Course.COMMIT);
            assertThat(listing(folder)).isEqualTo(after);
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    private Path filled(String name, Scenario scenario) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name).resolve("destination"));
        try (FileAccess files = open(folder)) {
            scenario.fill(FaultyFiles.hasty(files));
        }
        return folder;
    }

    private static FileAccess open(Path folder) throws IOException {
        NativeFiles files = NativeFiles.open(folder);
        assumeTrue(files.reachOut(), "links are followed on Linux");
        return files;
    }

    /** The destination and what is beside it. */
    private static List<String> listing(Path folder) throws IOException {
        return SampleRollout.listing(folder.getParent()).stream()
                .filter(line -> !line.contains("destination/.parley"))
                .toList();
    }

    private interface Run {
        void go() throws IOException, ApplyFailure;
    }

    private static void untilKilled(Run run) throws IOException, ApplyFailure {
        try {
            run.go();
        } catch (FaultyFiles.Stopped theProcessDiedAsItShould) {
            return;
        }
    }
}
