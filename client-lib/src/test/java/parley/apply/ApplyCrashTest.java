package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.apply.MemoryDisk.Loss;
import parley.apply.Scenario.Content;
import parley.apply.Scenario.Course;
import parley.apply.internal.backup.KeptBackups;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.journal.Journal;
import parley.apply.internal.journal.Phase;
import parley.apply.internal.journal.Recovery;
import parley.apply.internal.state.State;
import parley.apply.internal.state.StateFile;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;
import parley.message.bundle.Mode;

/**
 * Stops an update at every single operation, in every way that a machine can stop, starts again, stops the recovery at
 * every operation as well, and looks at what is there in the end. The disk is {@link MemoryDisk}.
 */
class ApplyCrashTest {
    /** How many random losses are tried at each point; a longer run: {@code mvn test -Dparley.crash.dice=20}. */
    private static final int DICE = Integer.getInteger("parley.crash.dice", 2);

    private static final boolean LONG = DICE > 2;
    private static final Pattern FOLDER = Pattern.compile("[^ ]*/ \\d+");
    private static int tried;

    private record Way(Loss loss, int seed) {}

    /** The two states in which an update may end: what can be seen, and what Parley answers for. */
    private record Ends(
            List<String> before,
            SortedMap<String, FileEntry> oldFiles,
            List<String> after,
            SortedMap<String, FileEntry> newFiles) {}

    static Stream<Scenario> scenarios() {
        return Stream.of(
                Scenario.of("into an empty folder")
                        .add("nginx.conf", "worker_processes auto;", 0644)
                        .add("conf.d/site.conf", "server {}", 0640)
                        .add("bin/reload", "#!/bin/sh", 0755),
                Scenario.of("replace what is there")
                        .managed("nginx.conf", "old", 0644)
                        .managed("conf.d/site.conf", "old site", 0600)
                        .foreign("notes.txt", "mine", 0600)
                        .replace("nginx.conf", "new", 0644)
                        .replace("conf.d/site.conf", "new site", 0640),
                Scenario.of("only a mode changes")
                        .managed("bin/reload", "#!/bin/sh", 0644)
                        .replace("bin/reload", "#!/bin/sh", 0755),
                Scenario.of("remove, and tidy the folders that get empty")
                        .managed("a/b/c/last.conf", "x", 0644)
                        .managed("a/other.conf", "y", 0644)
                        .managed("keep/one.conf", "z", 0644)
                        .foreign("keep/mine.conf", "mine", 0644)
                        .remove("a/b/c/last.conf")
                        .remove("a/other.conf")
                        .remove("keep/one.conf"),
                Scenario.of("a file becomes a folder, a folder becomes a file")
                        .managed("upstreams", "one", 0644)
                        .managed("tls/params.conf", "two", 0644)
                        .managed("tls/old/ciphers.conf", "three", 0644)
                        .remove("upstreams")
                        .add("upstreams/app.conf", "four", 0644)
                        .remove("tls/params.conf")
                        .remove("tls/old/ciphers.conf")
                        .add("tls", "five", 0600),
                Scenario.of("one blob for several paths, and an empty file")
                        .managed("a.conf", "same", 0644)
                        .add("b.conf", "twice", 0644)
                        .add("c/d.conf", "twice", 0600)
                        .replace("a.conf", "twice", 0644)
                        .add("empty", "", 0644),
                Scenario.of("links and empty folders come")
                        .managed("releases/1/app.conf", "one", 0644)
                        .managed("current", Content.link("releases/1"))
                        .managed("file", "becomes a link", 0644)
                        .managed("link", Content.link("file"))
                        .managed("gone", Content.link("nowhere"))
                        .managed("cache/old.conf", "old", 0644)
                        .replace("current", Content.link("releases/2"))
                        .add("releases/2/app.conf", "two", 0644)
                        .replace("file", Content.link("releases/2/app.conf"))
                        .replace("link", "becomes a file", 0600)
                        .remove("gone")
                        .remove("cache/old.conf")
                        .add("cache", Content.folder())
                        .add("spool/in", Content.folder()),
                Scenario.of("links, files and empty folders take each other's place")
                        .managed("a", Content.link("b/c"))
                        .managed("b/c", "b", 0644)
                        .managed("b/d/e", "deep", 0644)
                        .managed("empty/one", Content.folder())
                        .managed("empty/two", Content.folder())
                        .managed("file", "file", 0600)
                        .remove("a")
                        .add("a/b", "under what was a link", 0644)
                        .remove("b/c")
                        .remove("b/d/e")
                        .add("b", Content.link("a/b"))
                        .replace("empty/one", Content.link("../a"))
                        .remove("empty/two")
                        .replace("file", Content.folder()),
                Scenario.of("links of this machine give way")
                        .foreign("app.conf", Content.link("/opt/dotfiles/app.conf"))
                        .foreign("sites", Content.link("/srv/sites"))
                        .replace("app.conf", "the bundle's", 0644)
                        .add("sites/web/web.conf", "web", 0644),
                Scenario.of("what links of this machine lead to changes, beside the destination and in it")
                        .foreign("app.conf", Content.link("../outside/app.conf"))
                        .foreign("sites", Content.link("../outside/sites"))
                        .foreign("gone.conf", Content.link("../outside/gone.conf"))
                        .foreign("inside.conf", Content.link("own/inside.conf"))
                        .foreign("../outside/app.conf", "app", 0640)
                        .managed("gone.conf", "gone", 0644)
                        .managed("sites/old/old.conf", "old site", 0644)
                        .foreign("../outside/sites/stranger", "stranger", 0644)
                        .foreign("own/inside.conf", "inside", 0644)
                        .replace("app.conf", "the bundle's", 0644)
                        .remove("gone.conf")
                        .remove("sites/old/old.conf")
                        .add("sites/web/web.conf", "web", 0644)
                        .replace("inside.conf", "the bundle's too", 0600)
                        .following(),
                Scenario.of("everything at once")
                        .managed("gone.conf", "gone", 0644)
                        .managed("sub/gone too.conf", "gone", 0644)
                        .managed("stays.conf", "stays", 0644)
                        .managed("changes.conf", "before", 0600)
                        .foreign("sub/mine.conf", "mine", 0644)
                        .remove("gone.conf")
                        .remove("sub/gone too.conf")
                        .replace("changes.conf", "after", 0640)
                        .add("new/deep/down.conf", "new", 0644));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void anUpdateThatStopsAnywhereEndsInTheOldOrTheNewState(Scenario scenario) throws Exception {
        stopEverywhere(scenario, Course.COMMIT, scenario.disk());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void soDoesOneOnADiskWithoutHardLinks(Scenario scenario) throws Exception {
        stopEverywhere(scenario, Course.COMMIT, scenario.disk().withoutHardLinks());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aRollBackThatStopsAnywhereEndsInTheOldState(Scenario scenario) throws Exception {
        stopEverywhere(scenario, Course.ROLL_BACK, scenario.disk());
    }

    /** Those that write, replace, remove and tidy; the others would show nothing new here. */
    static Stream<Scenario> someScenarios() {
        return LONG
                ? scenarios()
                : scenarios().filter(s -> Set.of("replace what is there", "everything at once")
                        .contains(s.name()));
    }

    @ParameterizedTest
    @MethodSource("someScenarios")
    void anUpdateThatIsConfirmedEndsInTheNewStateOrIsUndoneWhereverItStops(Scenario scenario) throws Exception {
        stopEverywhere(scenario, Course.CONFIRM, scenario.disk());
    }

    @ParameterizedTest
    @MethodSource("someScenarios")
    void anUpdateThatNobodyConfirmsEndsInTheOldStateWhereverItStops(Scenario scenario) throws Exception {
        stopEverywhere(scenario, Course.TIME_OUT, scenario.disk());
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash points tried: " + tried + " (ApplyCrashTest)");
    }

    private static void stopEverywhere(Scenario scenario, Course course, MemoryDisk start) throws Exception {
        List<String> before = start.listing(false);
        MemoryDisk done = start.copy();
        FaultyFiles counting = FaultyFiles.counting(done);
        scenario.apply(counting, course);
        List<String> after = done.listing(false);
        assertThat(done.listing(true)).filteredOn(ApplyCrashTest::isLeftover).isEmpty();
        if (course == Course.ROLL_BACK || course == Course.TIME_OUT) {
            assertThat(after).isEqualTo(before);
        } else {
            assertThat(after).isNotEqualTo(before);
        }

        MemoryDisk committed = start.copy();
        scenario.apply(committed, Course.COMMIT);
        List<String> confirmed = committed.listing(false);
        Ends ends = new Ends(
                before,
                scenario.oldState().managed(),
                after,
                scenario.newState().managed());
        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = start.copy();
            FaultyFiles files = FaultyFiles.stoppingAt(stop, disk).watchedBy(onlyWholeFiles(scenario, disk));
            runUntilStopped(() -> scenario.apply(files, course));
            for (Way way : ways(stop)) {
                MemoryDisk found = disk.afterPowerLoss(way.loss(), new Random(way.seed()));
                String where = scenario + ", stopped at " + stop + ", " + way;
                tried++;
                checkRecovery(scenario, found.copy(), ends, where);
                checkConfirmation(scenario, found.copy(), confirmed, ends, where);
                scenario.apply(found.copy(), Course.COMMIT); // whatever was left, the update can be done (again)
                if (LONG || way.loss() != Loss.SOME) {
                    stopTheRecoveryEverywhere(scenario, found, ends, where);
                }
            }
            Recovery.recover(scenario.seen(disk), Scenario.LATE); // the machine lives on, with all that was not synced
            checkRecovery(
                    scenario,
                    disk.afterPowerLoss(Loss.EVERYTHING, new Random(stop)),
                    ends,
                    scenario + ", killed at " + stop + ", recovered, and then the power failed");
        }
    }

    private static void stopTheRecoveryEverywhere(Scenario scenario, MemoryDisk found, Ends ends, String where)
            throws Exception {
        FaultyFiles counting = FaultyFiles.counting(found.copy());
        Recovery.recover(scenario.seen(counting), Scenario.LATE);
        for (int stop = 1; stop <= counting.operations(); stop++) {
            MemoryDisk disk = found.copy();
            FaultyFiles files = FaultyFiles.stoppingAt(stop, disk).watchedBy(onlyWholeFiles(scenario, disk));
            runUntilStopped(() -> Recovery.recover(scenario.seen(files), Scenario.LATE));
            for (Way way : LONG ? ways(stop) : List.of(new Way(stop % 2 == 0 ? Loss.EVERYTHING : Loss.SOME, stop))) {
                tried++;
                checkRecovery(
                        scenario,
                        disk.afterPowerLoss(way.loss(), new Random(way.seed())),
                        ends,
                        where + ", recovery stopped at " + stop + ", " + way);
            }
        }
    }

    /** What waits for its confirmation is left alone while there is time, and can be confirmed. */
    private static void checkConfirmation(
            Scenario scenario, MemoryDisk disk, List<String> confirmed, Ends ends, String where) throws Exception {
        boolean waits =
                Journal.read(disk).filter(s -> s.phase() == Phase.CONFIRMING).isPresent();
        if (!waits) {
            return;
        }
        Recovery recovery = Recovery.recover(scenario.seen(disk), Scenario.KEEPING);
        assertThat(recovery.end()).as(where).isEqualTo(Recovery.End.UNCONFIRMED);
        Scenario.confirm(scenario.seen(disk));
        assertThat(disk.listing(false)).as(where).isEqualTo(confirmed);
        assertThat(new StateFile(disk).load().managed()).as(where).isEqualTo(ends.newFiles());
        assertThat(disk.listing(true))
                .as(where)
                .filteredOn(ApplyCrashTest::isLeftover)
                .isEmpty();
    }

    /** After a recovery all is old or all is new, nothing is left over, and a back-up that is kept is whole. */
    private static void checkRecovery(Scenario scenario, MemoryDisk disk, Ends ends, String where) throws Exception {
        Recovery recovery = Recovery.recover(scenario.seen(disk), Scenario.LATE);
        List<String> now = disk.listing(false);
        State state = new StateFile(disk).load();
        Optional<State.LastUpdate> last = state.last().filter(l -> l.target().equals(Scenario.TARGET));
        boolean isNew = last.isPresent() && last.get().reason().isEmpty();
        SortedMap<String, FileEntry> managed = isNew ? ends.newFiles() : ends.oldFiles();
        boolean saysSo = recovery.end() != Recovery.End.ROLLED_BACK || last.isPresent() && !isNew;
        boolean clean = disk.listing(true).stream().noneMatch(ApplyCrashTest::isLeftover);
        boolean keptIsWhole = keptIsWhole(disk, isNew, scenario);
        boolean onceIsEnough =
                Recovery.recover(scenario.seen(disk), Scenario.LATE).end() == Recovery.End.NOTHING;
        if (now.equals(isNew ? ends.after() : ends.before())
                && state.managed().equals(managed)
                && saysSo
                && clean
                && keptIsWhole
                && onceIsEnough
                && disk.listing(false).equals(now)) {
            return; // a hundred thousand times: too often for an assertion with its description
        }
        fail("%s: after %s there is %n%s%nwith %s", where, recovery, disk.listing(true), state);
    }

    /** There is one after an update that replaced or removed something, none otherwise. */
    private static boolean keptIsWhole(MemoryDisk disk, boolean isNew, Scenario scenario) throws IOException {
        List<BackUp> kept = new KeptBackups(disk, Scenario.LATE).list();
        boolean expected = isNew
                && scenario.changes().stream()
                        .anyMatch(c -> c.action() != Action.ADD && !isEmptyFolder(scenario.old(), c.path()));
        if (kept.size() != (expected ? 1 : 0)) {
            return false;
        }
        for (BackUp backUp : kept) {
            for (var file : backUp.files().entrySet()) {
                String saved = KeptBackups.saved(backUp, file.getKey());
                if (!Entries.of(disk, saved, disk.look(saved).orElseThrow()).equals(file.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isEmptyFolder(Map<String, Scenario.Content> old, String path) {
        return old.containsKey(path) && old.get(path).kind() == Mode.Kind.FOLDER;
    }

    private static boolean isLeftover(String line) {
        return line.startsWith(Layout.FOLDER + "/")
                && !line.startsWith(Layout.FOLDER + "/ ")
                && !line.startsWith(Layout.STATE + " ")
                && !line.startsWith(Layout.KEPT + "/")
                && !line.startsWith(Layout.DOWNLOAD);
    }

    /** Under its final name a file is always what it was or what it will be: content and mode. */
    private static FaultyFiles.Watch onlyWholeFiles(Scenario scenario, MemoryDisk disk) {
        List<String> whole = new ArrayList<>();
        for (Map<String, Scenario.Content> part : List.of(scenario.old(), scenario.foreign())) {
            part.forEach((path, content) -> whole.add(content.line(scenario.landing(path))));
            part.forEach((path, content) -> whole.add(content.line(path)));
        }
        for (Change change : scenario.changes()) {
            scenario.brought(change).ifPresent(content -> whole.add(content.line(scenario.landing(change.path()))));
        }
        return operation -> {
            for (String line : disk.listing(false)) {
                if (!whole.contains(line) && !FOLDER.matcher(line).matches()) {
                    fail("before %s there is %s", operation, line);
                }
            }
        };
    }

    private interface Run {
        void go() throws IOException, ApplyFailure;
    }

    private static void runUntilStopped(Run run) throws IOException, ApplyFailure {
        try {
            run.go();
        } catch (FaultyFiles.Stopped theMachineStoppedAsItShould) {
            return;
        }
    }

    private static List<Way> ways(int stop) {
        List<Way> ways = new ArrayList<>(List.of(new Way(Loss.NOTHING, 0), new Way(Loss.EVERYTHING, 0)));
        for (int i = 0; i < DICE; i++) {
            ways.add(new Way(Loss.SOME, stop * DICE + i));
        }
        return ways;
    }
}
