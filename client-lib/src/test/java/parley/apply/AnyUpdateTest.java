package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.journal.Recovery;
import parley.message.Reason;
import parley.message.bundle.BundleDiff;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** Updates between any two states of a small folder in which files and folders take each other's place all the time. */
class AnyUpdateTest {

    @Provide
    Arbitrary<Map<String, Scenario.Content>> tree() {
        Arbitrary<String> path = Arbitraries.of("a", "b", "a/a", "a/b", "b/a", "a/a/a", "a/b/c", "b/c/d", "c", "d/e");
        Arbitrary<Scenario.Content> content = net.jqwik.api.Combinators.combine(
                        Arbitraries.of("", "1", "2", "3"), Arbitraries.of(0644, 0755))
                .as(Scenario.Content::new);
        return Arbitraries.maps(path, content).ofMaxSize(6).map(AnyUpdateTest::withoutFilesThatAreFolders);
    }

    private static Map<String, Scenario.Content> withoutFilesThatAreFolders(Map<String, Scenario.Content> files) {
        Map<String, Scenario.Content> possible = new TreeMap<>(files);
        Set<String> folders = new HashSet<>();
        files.keySet().forEach(path -> folders.addAll(Layout.parents(path)));
        possible.keySet().removeAll(folders);
        return possible;
    }

    @Property(tries = 300)
    void anUpdateIsRefusedUntouchedOrLeadsToWhatWasAgreed(
            @ForAll("tree") Map<String, Scenario.Content> old,
            @ForAll("tree") Map<String, Scenario.Content> foreign,
            @ForAll("tree") Map<String, Scenario.Content> wanted,
            @ForAll @IntRange(min = 1, max = 200) int stop)
            throws Exception {
        Scenario scenario = scenario(old, foreign, wanted);
        MemoryDisk disk = scenario.disk();
        List<String> before = disk.listing(true);
        try {
            scenario.apply(disk, Scenario.Course.COMMIT);
        } catch (ApplyFailure refused) {
            assertThat(refused.reason()).isEqualTo(Reason.PATH_REFUSED);
            assertThat(disk.listing(true)).isEqualTo(before);
            return;
        }
        assertThat(disk.listing(false)).isEqualTo(expected(scenario, wanted));

        MemoryDisk stopped = scenario.disk();
        try {
            scenario.apply(FaultyFiles.stoppingAt(stop, stopped), Scenario.Course.COMMIT);
        } catch (FaultyFiles.Stopped theMachineStoppedAsItShould) {
            stopped = stopped.afterPowerLoss(MemoryDisk.Loss.SOME, new Random(stop));
        }
        Recovery.recover(stopped, Scenario.LATE);
        assertThat(stopped.listing(false)).isIn(scenario.disk().listing(false), disk.listing(false));
    }

    private static Scenario scenario(
            Map<String, Scenario.Content> old,
            Map<String, Scenario.Content> foreign,
            Map<String, Scenario.Content> wanted) {
        Scenario scenario = Scenario.of("any");
        old.forEach((path, content) -> scenario.managed(path, content.text(), content.mode()));
        Map<String, FileEntry> have = new TreeMap<>(scenario.oldState().managed());
        foreign.forEach((path, content) -> {
            if (fits(path, have.keySet())) {
                scenario.foreign(path, content.text(), content.mode());
                have.put(path, content.entry());
            }
        });
        have.keySet().removeIf(path -> !old.containsKey(path) && !wanted.containsKey(path));
        Map<String, FileEntry> want = new TreeMap<>();
        wanted.forEach((path, content) -> {
            want.put(path, content.entry());
            scenario.contents().add(content.text());
        });
        for (Change change : BundleDiff.between(have, want)) {
            scenario.changes().add(change);
        }
        return scenario;
    }

    private static boolean fits(String path, Set<String> taken) {
        return !taken.contains(path)
                && Layout.parents(path).stream().noneMatch(taken::contains)
                && taken.stream().noneMatch(other -> Layout.parents(other).contains(path));
    }

    /** The wanted files, the foreign ones, and the folders that hold them. */
    private static List<String> expected(Scenario scenario, Map<String, Scenario.Content> wanted) throws Exception {
        MemoryDisk disk = new MemoryDisk();
        Map<String, Scenario.Content> all = new TreeMap<>(scenario.foreign());
        all.putAll(wanted);
        for (String path : new TreeSet<>(all.keySet())) {
            disk.with(path, all.get(path).text(), all.get(path).mode());
        }
        return disk.listing(false);
    }
}
