package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import parley.apply.internal.destination.PathPolicy;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Planner;
import parley.apply.internal.review.SeenFiles;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.message.Reason;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.platform.OperatingSystem;

/** What holds for every plan, whatever is there and whatever is agreed on, sensible or not. */
class AnyPlanTest {
    private static final List<String> PATHS =
            List.of("a", "b", "c", "a/a", "a/b", "b/a", "a/a/a", "a/b/c", "b/c/d", "d/e", "A", "nul", ".parley/state");

    @Provide
    Arbitrary<Map<String, Scenario.Content>> tree() {
        Arbitrary<Scenario.Content> content = Combinators.combine(
                        Arbitraries.of("", "1", "2"), Arbitraries.of(0644, 0755))
                .as(Scenario.Content::new);
        Arbitrary<String> path = Arbitraries.of(PATHS.subList(0, 10));
        return Arbitraries.maps(path, content).ofMaxSize(6).map(AnyPlanTest::withoutFilesThatAreFolders);
    }

    private static Map<String, Scenario.Content> withoutFilesThatAreFolders(Map<String, Scenario.Content> files) {
        Map<String, Scenario.Content> possible = new TreeMap<>(files);
        files.keySet().forEach(path -> Layout.parents(path).forEach(possible::remove));
        return possible;
    }

    /** Changes as an honest server makes them, and others. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> path = Arbitraries.of(PATHS);
        Arbitrary<FileEntry> file = Arbitraries.of("", "1", "3").map(text -> Scenario.entry(text, 0644));
        Arbitrary<Change> change = Arbitraries.oneOf(
                path.map(Change::remove),
                Combinators.combine(path, file).as(Change::add),
                Combinators.combine(path, file).as(Change::replace));
        return change.list().ofMaxSize(6);
    }

    @Property(tries = 2000)
    void aPlanTouchesNothingButWhatWasAgreedAndChangesNothingByItself(
            @ForAll("tree") Map<String, Scenario.Content> managed,
            @ForAll("tree") Map<String, Scenario.Content> foreign,
            @ForAll("changes") List<Change> changes)
            throws Exception {
        Scenario scenario = Scenario.of("any");
        managed.forEach((path, content) -> scenario.managed(path, content.text(), content.mode()));
        foreign.forEach((path, content) -> {
            boolean free = managed.keySet().stream()
                    .noneMatch(other -> (other + "/").startsWith(path + "/") || (path + "/").startsWith(other + "/"));
            if (free) {
                scenario.foreign(path, content.text(), content.mode());
            }
        });
        MemoryDisk disk = scenario.disk();
        List<String> before = disk.listing(true);
        Planner planner = new Planner(
                disk,
                new PathPolicy(OperatingSystem.LINUX, OperatingSystem.ALL),
                scenario.oldState(),
                scenario.inventory());
        Plan plan;
        try {
            plan = planner.plan(Scenario.TARGET, changes);
        } catch (ApplyFailure refused) {
            assertThat(refused.reason()).isEqualTo(Reason.PATH_REFUSED);
            return;
        } finally {
            assertThat(disk.listing(true)).isEqualTo(before);
        }
        Set<String> agreed = new HashSet<>();
        changes.forEach(change -> agreed.add(change.path()));

        assertThat(plan.puts()).allSatisfy(put -> {
            assertThat(agreed).contains(put.path());
            assertThat(put.replaces())
                    .isEqualTo(disk.look(put.path())
                            .filter(f -> f.kind() == FileAccess.Kind.FILE)
                            .isPresent());
        });
        assertThat(plan.removals()).allSatisfy(path -> {
            assertThat(agreed).contains(path);
            assertThat(scenario.old()).as("Parley wrote it").containsKey(path);
        });
        List<String> all = new ArrayList<>(plan.removals());
        plan.puts().forEach(put -> all.add(put.path()));
        assertThat(all).doesNotHaveDuplicates().noneMatch(path -> path.startsWith(Layout.FOLDER));
        assertThat(plan.newFolders()).allSatisfy(folder -> assertThat(plan.puts())
                .anyMatch(put -> put.path().startsWith(folder + "/")));
    }

    @Property(tries = 500)
    void whatHasBeenDoneLeavesNothingToDo(
            @ForAll("tree") Map<String, Scenario.Content> managed, @ForAll("changes") List<Change> changes)
            throws Exception {
        Scenario scenario = Scenario.of("any");
        managed.forEach((path, content) -> scenario.managed(path, content.text(), content.mode()));
        scenario.changes().addAll(changes);
        scenario.contents().addAll(List.of("", "1", "3"));
        MemoryDisk disk = scenario.disk();
        try {
            scenario.apply(disk, Scenario.Course.COMMIT);
        } catch (ApplyFailure refused) {
            return;
        }
        State state = new StateFile(disk).load();
        Map<String, FileEntry> present = SeenFiles.of(disk, state.managed().keySet());

        Plan again = new Planner(disk, new PathPolicy(OperatingSystem.LINUX, OperatingSystem.ALL), state, present)
                .plan(Scenario.TARGET, changes);

        assertThat(again.puts()).isEmpty();
        assertThat(again.removals()).isEmpty();
        assertThat(again.newFolders()).isEmpty();
        assertThat(again.oldFolders()).isEmpty();
    }
}
