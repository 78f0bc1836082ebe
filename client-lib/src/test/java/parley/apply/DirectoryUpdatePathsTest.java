package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.apply.internal.disk.Entries;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.journal.JournalText;
import parley.apply.internal.plan.Plan;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;

/** What a destination refuses, and that nothing outside of it is ever written. */
class DirectoryUpdatePathsTest {

    @TempDir
    Path temp;

    private Path folder;
    private Path outside;
    private final SampleRollout bundle =
            new SampleRollout().with("a.conf", "new a\n", 0644).with("conf.d/b.conf", "new b\n", 0644);

    @BeforeEach
    void aDestinationAndSomethingBesideIt() throws Exception {
        folder = Files.createDirectories(temp.resolve("etc"));
        outside = Files.createDirectories(temp.resolve("outside"));
        Files.writeString(outside.resolve("b.conf"), "outside b\n");
    }

    private DirectoryUpdate update() {
        return DirectoryUpdate.into(folder).build();
    }

    private Answer decideOn(String path) throws Exception {
        try (DirectoryUpdate update = update()) {
            return update.decide(new SampleRollout().with(path, "x", 0644).offer(update));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nul",
                "conf.d/CON",
                "aux.conf",
                "com1",
                "LPT9.txt",
                "prn .x",
                "conf.d./x",
                "x ",
                ".parley/journal",
                ".PARLEY/state"
            })
    void aNameThatSomePlatformConfusesIsDeclined(String path) throws Exception {
        Answer answer = decideOn(path);

        assertThat(answer.decision()).isEqualTo(Decision.DECLINE);
        assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
        assertThat(answer.detail().orElseThrow()).startsWith("the path \"" + path + "\" is refused: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console", "com10", "auxiliary.conf", "null", ".parleyrc", "sub/.parley", "ä ö.conf"})
    void anOrdinaryNameIsTaken(String path) throws Exception {
        assertThat(decideOn(path).decision()).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void namesThatDifferOnlyInCaseAreDeclined() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = new SampleRollout()
                    .with("Conf/a", "x", 0644)
                    .with("conf/b", "y", 0644)
                    .offer(update);

            assertThat(update.decide(offer).detail().orElseThrow())
                    .isEqualTo("the path \"conf\" is refused: macOS and Windows cannot distinguish it from Conf");
        }
    }

    /** A disk that takes upper and lower case for the same, as those of macOS and Windows do. */
    private static FileAccess withoutCase(FileAccess files) {
        return (FileAccess) Proxy.newProxyInstance(
                FileAccess.class.getClassLoader(), new Class<?>[] {FileAccess.class}, (proxy, method, arguments) -> {
                    Object[] spelled = arguments == null ? new Object[0] : arguments.clone();
                    for (int i = 0; i < spelled.length; i++) {
                        spelled[i] = spelled[i] instanceof String path ? asOnDisk(files, path) : spelled[i];
                    }
                    try {
                        return method.invoke(files, spelled);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String asOnDisk(FileAccess files, String path) throws IOException {
        String folder = "";
        for (String name : path.split("/")) {
            boolean there = files.look(folder)
                    .filter(f -> f.kind() == FileAccess.Kind.FOLDER)
                    .isPresent();
            String found = there
                    ? files.list(folder).stream()
                            .filter(name::equalsIgnoreCase)
                            .findFirst()
                            .orElse(name)
                    : name;
            folder = Layout.child(folder, found);
        }
        return folder;
    }

    @Test
    void aFileThatIsThereUnderAnotherSpellingIsInTheWayWhereTheDiskTakesThemForOne() throws Exception {
        Files.createDirectories(folder.resolve("Conf.d"));
        Files.writeString(folder.resolve("Conf.d/B.conf"), "mine\n");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .through(DirectoryUpdatePathsTest::withoutCase)
                .build()) {
            Answer answer = update.decide(bundle.offer(update));

            assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
            assertThat(answer.detail())
                    .contains("the path \"conf.d/b.conf\" is refused: on this machine there is "
                            + "Conf.d/B.conf, and the disk treats both as one name");
        }
        try (DirectoryUpdate update = update()) {
            bundle.rollOut(update);
        }
        assertThat(folder.resolve("Conf.d/B.conf")).hasContent("mine");
        assertThat(folder.resolve("conf.d/b.conf")).hasContent("new b");
    }

    @Test
    void namesThatDifferOnlyInTheirUnicodeFormCannotBothBeOffered() throws Exception {
        assertThatThrownBy(() -> decideOn("caf\u0065\u0301.conf"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not in Unicode normal form C");
    }

    @Test
    void aNameThatNoBundleCanHaveIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve("caf\u0065\u0301.conf"), "mine\n");
        try (DirectoryUpdate update = update()) {
            assertThat(update.inventory().files()).isEmpty();
            bundle.rollOut(update);
        }
        assertThat(folder.resolve("caf\u0065\u0301.conf")).hasContent("mine");
    }

    @Test
    void theOtherNamesOfAFileKeepTheOldContent() throws Exception {
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        Files.createLink(outside.resolve("the same"), folder.resolve("a.conf"));
        try (DirectoryUpdate update = update()) {
            bundle.rollOut(update);
        }
        assertThat(folder.resolve("a.conf")).hasContent("new a");
        assertThat(outside.resolve("the same")).hasContent("old a");
    }

    @Test
    void whoeverHasAFileOpenGoesOnReadingTheOldContent() throws Exception {
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        try (var reader = Files.newBufferedReader(folder.resolve("a.conf"));
                DirectoryUpdate update = update()) {
            bundle.rollOut(update);

            assertThat(reader.readLine()).isEqualTo("old a");
        }
        assertThat(folder.resolve("a.conf")).hasContent("new a");
    }

    @Test
    void aFileThatAnotherProgramHoldsOnWindowsRollsTheUpdateBack() throws Exception {
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("conf.d/b.conf"), "old b\n");
        Applied applied = rollOutDisturbedBefore("move conf.d/b.conf", () -> {
            throw new FileSystemException(
                    "conf.d/b.conf",
                    null,
                    "The process cannot access the file because it is being used by another process");
        });

        assertThat(applied.state()).isEqualTo(ClientState.ROLLED_BACK);
        assertThat(applied.reason()).contains(Reason.CONFLICT);
        assertThat(applied.detail()).startsWith("another program has the file open: conf.d/b.conf");
        assertThat(folder.resolve("a.conf")).hasContent("old a");
        assertThat(folder.resolve("conf.d/b.conf")).hasContent("old b");
    }

    @Test
    void aPipeInPlaceOfAFileIsDeclinedAndNobodyWaitsForIt() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("a.conf").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (DirectoryUpdate update = update()) {
            assertThat(update.decide(bundle.offer(update)).detail())
                    .contains(
                            "the path \"a.conf\" is refused: on this machine a pipe, socket or device is in its place");
        }
    }

    @Test
    void foldersThatWereEmptyBeforeStay() throws Exception {
        Files.createDirectories(folder.resolve("conf.d/empty"));
        Files.createDirectories(folder.resolve("mine"));
        try (DirectoryUpdate update = update()) {
            bundle.rollOut(update);
            bundle.next().without("conf.d/b.conf").rollOut(update);
        }
        assertThat(folder.resolve("conf.d/empty")).isEmptyDirectory();
        assertThat(folder.resolve("mine")).isEmptyDirectory();
    }

    @Test
    void aPathThatIsAFileAndAFolderIsDeclined() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = new SampleRollout()
                    .with("conf", "x", 0644)
                    .with("conf/b", "y", 0644)
                    .offer(update);

            assertThat(update.decide(offer).reason()).contains(Reason.PATH_REFUSED);
        }
    }

    @Test
    void aLinkInPlaceOfAFileIsDeclined() throws Exception {
        Files.createSymbolicLink(folder.resolve("a.conf"), outside.resolve("b.conf"));
        try (DirectoryUpdate update = update()) {
            Answer answer = update.decide(bundle.offer(update));

            assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
            assertThat(answer.detail())
                    .hasValue(
                            "the path \"a.conf\" is refused: a symbolic link is there on this machine, which leads to "
                                    + outside.resolve("b.conf")
                                    + "; --links follow changes what it leads to, --links replace puts the "
                                    + "bundle's in its place and keeps the"
                                    + " link in the back-up");
        }
    }

    @Test
    void aLinkInPlaceOfAFolderIsDeclined() throws Exception {
        Files.createSymbolicLink(folder.resolve("conf.d"), outside);
        try (DirectoryUpdate update = update()) {
            assertThat(update.inventory().files()).isEmpty();

            assertThat(update.decide(bundle.offer(update)).detail().orElseThrow())
                    .startsWith("the path \"conf.d/b.conf\" is refused: the folder conf.d is a symbolic link on this"
                            + " machine, which leads to " + outside + "; --links follow");
        }
    }

    @Test
    void aFolderThatIsNotEmptyInPlaceOfAFileIsDeclined() throws Exception {
        Files.createDirectories(folder.resolve("a.conf/inside"));
        Files.writeString(folder.resolve("a.conf/inside/mine"), "mine");
        try (DirectoryUpdate update = update()) {
            assertThat(update.decide(bundle.offer(update)).detail().orElseThrow())
                    .contains("there is a folder in its place, with a.conf/inside/mine in it");
        }
    }

    @Test
    void aLinkInPlaceOfParleysOwnFolderIsRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve(".parley"), outside);
        try (DirectoryUpdate update = update()) {
            assertThatThrownBy(update::recover)
                    .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.PATH_REFUSED));
        }
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("b.conf"));
    }

    @Test
    void aLinkToTheDestinationItselfIsFollowed() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
        try (DirectoryUpdate update = DirectoryUpdate.into(link).build()) {
            bundle.rollOut(update);
        }
        assertThat(folder.resolve("conf.d/b.conf")).hasContent("new b");
    }

    @Test
    void aFileThatAppearsAfterTheInventoryIsAConflict() throws Exception {
        try (DirectoryUpdate update = update()) {
            Offer offer = bundle.offer(update);
            Files.writeString(folder.resolve("a.conf"), "just written\n");

            assertThat(update.decide(offer).reason()).contains(Reason.CONFLICT);
            assertThat(folder.resolve("a.conf")).hasContent("just written");
        }
    }

    @Test
    void aChangeInTheInstantBetweenTheLastLookAndTheRenameIsNotSeen() throws Exception {
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        Applied applied = rollOutDisturbedBefore("move a.conf", () -> {
            Files.delete(folder.resolve("a.conf"));
            Files.writeString(folder.resolve("a.conf"), "changed meanwhile\n");
        });

        assertThat(applied.reason()).isEmpty();
        assertThat(folder.resolve("a.conf")).hasContent("new a");
    }

    @Test
    void aFileThatIsChangedAfterTheBackUpIsAConflictAndKept() throws Exception {
        Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        Files.writeString(folder.resolve("conf.d/b.conf"), "old b\n");
        Applied applied = rollOutDisturbedBefore("move a.conf", () -> {
            Files.delete(folder.resolve("conf.d/b.conf"));
            Files.writeString(folder.resolve("conf.d/b.conf"), "changed meanwhile\n");
        });

        assertThat(applied.reason()).contains(Reason.CONFLICT);
        assertThat(folder.resolve("a.conf")).hasContent("old a");
    }

    @Test
    void aLinkThatIsSwappedInWhileTheUpdateIsAppliedIsNotFollowed() throws Exception {
        Files.createDirectories(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("a.conf"), "old a\n");
        Files.writeString(folder.resolve("conf.d/b.conf"), "old b\n");

        assertThatThrownBy(() -> rollOutDisturbedBefore("move conf.d/b.conf", () -> {
                    Files.move(folder.resolve("conf.d"), temp.resolve("aside"));
                    Files.createSymbolicLink(folder.resolve("conf.d"), outside);
                }))
                .isInstanceOf(UpdateFailedException.class)
                .hasMessageContaining("a symbolic link is in the way")
                .hasMessageContaining("the next start of Parley goes on with that");
        assertThat(outside.resolve("b.conf")).hasContent("outside b");
        assertThat(folder.resolve("a.conf")).hasContent("old a");

        Files.delete(folder.resolve("conf.d"));
        Files.move(temp.resolve("aside"), folder.resolve("conf.d"));
        try (DirectoryUpdate update = update()) {
            assertThat(update.recover().orElseThrow().result().reason()).contains(Reason.INTERNAL);
            assertThat(folder.resolve("conf.d/b.conf")).hasContent("old b");
            assertThat(SampleRollout.leftovers(folder)).isEmpty();
        }
    }

    /** Whoever owns the folder can put a journal there; root may be the one who finds it. */
    @Test
    void aJournalThatSomebodyPlantedLeadsNobodyOutOfTheDestination() throws Exception {
        for (String path : List.of("../outside/b.conf", "conf.d/../../outside/b.conf", "./../outside/b.conf")) {
            plant(path);
            try (DirectoryUpdate update = update()) {
                assertThatThrownBy(update::recover)
                        .isInstanceOfSatisfying(UpdateFailedException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.PATH_REFUSED))
                        .hasMessageContaining("a path that leaves the destination");
            }
            assertThat(outside).isDirectoryNotContaining(file -> !file.endsWith("b.conf"));
            assertThat(outside.resolve("b.conf")).hasContent("outside b");
        }
    }

    private void plant(String path) throws Exception {
        Path parley = folder.resolve(".parley");
        Path backup = parley.resolve("backup/files").resolve(path).normalize();
        Files.createDirectories(parley.resolve("backup/files/conf.d"));
        Files.createDirectories(folder.resolve("conf.d"));
        Files.createDirectories(backup.getParent());
        Files.writeString(backup, "planted\n");
        Plan plan = new Plan(
                Scenario.TARGET,
                List.of(new Plan.Put(path, Scenario.entry("new", 0644), true)),
                List.of(),
                List.of(),
                List.of());
        JournalText.Writer text = new JournalText.Writer("0123456789abcdef", 0);
        Files.writeString(
                parley.resolve("journal"),
                text.plan(plan) + text.line("planned") + text.line("staged") + text.line("backed_up"));
    }

    private interface Disturbance {
        void happen() throws IOException;
    }

    private Applied rollOutDisturbedBefore(String operation, Disturbance disturbance) throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .through(files -> FaultyFiles.counting(files).watchedBy(next -> {
                    if (next.equals(operation)
                            && Files.exists(folder.resolve(".parley/staged/" + operation.substring(5)))) {
                        disturbance.happen();
                    }
                }))
                .build()) {
            return bundle.rollOut(update);
        }
    }

    @Test
    void everythingAFolderMayHoldIsLeftAloneByTheInventory() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("tab\tname"), "x");
        Files.writeString(folder.resolve("back\\slash"), "x");
        Files.writeString(folder.resolve("plain"), "x");
        try (DirectoryUpdate update = update()) {
            assertThat(update.inventory().files()).isEmpty();
            assertThat(update.inventory(List.of("empty", "link", "link/b.conf", "missing", "plain"))
                            .files())
                    .containsOnly(
                            Map.entry("plain", Scenario.entry("x", 0644)),
                            Map.entry("link", Entries.link(outside.toString())));
            assertThat(update.inventory().bundle()).isEmpty();
            assertThat(update.inventory().modified()).isEqualTo(List.of());
        }
        assertThat(folder.resolve(".parley")).doesNotExist();
    }
}
