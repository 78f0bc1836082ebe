package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Applied;
import parley.client.UpdateFailedException;
import parley.message.Answer;
import parley.message.Change;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Reason;

/** Destinations some of whose files are links of this machine that lead elsewhere, as GNU stow and alternatives make them. */
@EnabledOnOs(OS.LINUX)
class FollowedLinksTest {
    private static final String WHY = "the path \"app.conf\" is refused: on this machine ";

    @TempDir
    Path temp;

    private Path folder;
    private Path dotfiles;

    private final Campaign bundle = new Campaign()
            .with("app.conf", "theirs", 0644)
            .with("sites/web/web.conf", "web", 0600)
            .with("plain.conf", "plain", 0644);

    @BeforeEach
    void aFolderThatStowMade() throws Exception {
        folder = Files.createDirectory(temp.resolve("site"));
        dotfiles = Files.createDirectories(temp.resolve("dotfiles"));
        Files.createDirectory(dotfiles.resolve("sites"));
        Files.writeString(dotfiles.resolve("app.conf"), "mine");
        Files.setPosixFilePermissions(dotfiles.resolve("app.conf"), PosixFilePermissions.fromString("rw-r--r--"));
        link("app.conf", "../dotfiles/app.conf");
        link("sites", dotfiles.resolve("sites").toString());
    }

    private void link(String name, String target) throws Exception {
        Files.deleteIfExists(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    private DirectoryUpdate.Builder following() {
        return DirectoryUpdate.into(folder).links(OnLink.FOLLOW);
    }

    private Applied rollOut(Campaign campaign) throws Exception {
        try (DirectoryUpdate update = following().build()) {
            return campaign.rollOut(update);
        }
    }

    private Answer answer(Campaign campaign) throws Exception {
        try (DirectoryUpdate update = following().build()) {
            return update.decide(campaign.offer(update));
        }
    }

    private Campaign appConf() {
        return new Campaign().with("app.conf", "theirs", 0644);
    }

    private List<String> both() throws Exception {
        return Campaign.listing(temp).stream()
                .filter(line -> !line.contains(".parley"))
                .toList();
    }

    @Test
    void theFilesThatTheLinksLeadToAreChangedAndTheLinksStay() throws Exception {
        assertThat(rollOut(bundle).detail()).isEqualTo("3 files written, 0 removed");

        assertThat(both())
                .containsExactly(
                        "rwxr-xr-x dotfiles/",
                        "rw-r--r-- dotfiles/app.conf: theirs",
                        "rwxr-xr-x dotfiles/sites/",
                        "rwxr-xr-x dotfiles/sites/web/",
                        "rw------- dotfiles/sites/web/web.conf: web",
                        "rwxr-xr-x site/",
                        "link site/app.conf -> ../dotfiles/app.conf",
                        "rw-r--r-- site/plain.conf: plain",
                        "link site/sites -> " + dotfiles.resolve("sites"));
        assertThat(Campaign.leftovers(folder)).isEmpty();
    }

    @Test
    void inventoryAndStatusLookThroughTheLinksToo() throws Exception {
        rollOut(bundle);
        try (DirectoryUpdate update = following().build()) {
            assertThat(update.inventory().files()).isEqualTo(bundle.bundle);
            assertThat(update.inventory().modified()).isEmpty();
            assertThat(bundle.next().offer(update).changes()).isEmpty();
        }
        assertThat(DestinationStatus.of(folder).orElseThrow().modified()).isEmpty();

        Files.writeString(dotfiles.resolve("app.conf"), "edited");

        try (DirectoryUpdate update = following().build()) {
            assertThat(update.inventory().modified()).containsExactly("app.conf");
        }
        assertThat(DestinationStatus.of(folder).orElseThrow().modified()).containsExactly("app.conf");
    }

    @Test
    void statusTellsALinkThatWasTurnedSince() throws Exception {
        rollOut(bundle);
        Files.writeString(temp.resolve("same"), "theirs");
        Files.setPosixFilePermissions(temp.resolve("same"), PosixFilePermissions.fromString("rw-r--r--"));
        link("app.conf", "../same");

        assertThat(DestinationStatus.of(folder).orElseThrow().modified()).containsExactly("app.conf");
        try (DirectoryUpdate update = following().build()) {
            assertThat(update.inventory().modified())
                    .as("it leads to the same content")
                    .isEmpty();
        }
    }

    @Test
    void aConflictShowsTheFileAndNotTheLink() throws Exception {
        StringBuilder shown = new StringBuilder();
        try (DirectoryUpdate update = following()
                .onConflict(OnConflict.FAIL, (offer, conflict) -> shown.append(conflict.diff()))
                .build()) {
            assertThat(update.decide(appConf().offer(update)).reason()).contains(Reason.CONFLICT);
        }
        assertThat(shown.toString()).contains("@@ -0,0 +1 @@\n+mine\n");
    }

    @Test
    void lookingAtAnOfferTouchesNothing() throws Exception {
        List<String> before = Campaign.listing(temp);

        assertThat(answer(bundle).decision()).isEqualTo(Decision.ACCEPT);

        assertThat(Campaign.listing(temp)).isEqualTo(before);
    }

    @Test
    void aCheckOfTheStagedFolderSeesTheNewContentInTheLinksPlace() throws Exception {
        Files.writeString(dotfiles.resolve("sites/stranger"), "stranger");
        String look = "cd \"$PARLEY_STAGED\" && grep -q theirs app.conf && grep -q web sites/web/web.conf"
                + " && grep -q stranger sites/stranger";
        try (DirectoryUpdate update =
                following().check(List.of("sh", "-c", look)).build()) {
            assertThat(bundle.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    @Test
    void aRollBackBringsBackWhatWasThereWhereItWas() throws Exception {
        List<String> before = both();
        try (DirectoryUpdate update = following().run(List.of("false")).build()) {
            assertThat(bundle.rollOut(update).state()).isEqualTo(ClientState.ROLLED_BACK);
        }
        assertThat(both()).isEqualTo(before);
    }

    @Test
    void whatIsRemovedIsRemovedWhereTheLinkLeadsAndComesAgainThere() throws Exception {
        rollOut(bundle);
        Campaign without = bundle.next().without("app.conf").without("sites/web/web.conf");

        assertThat(rollOut(without).detail()).isEqualTo("0 files written, 2 removed");

        assertThat(both())
                .as("links stay, and so does a folder that one leads to")
                .containsExactly(
                        "rwxr-xr-x dotfiles/",
                        "rwxr-xr-x dotfiles/sites/",
                        "rwxr-xr-x site/",
                        "link site/app.conf -> ../dotfiles/app.conf",
                        "rw-r--r-- site/plain.conf: plain",
                        "link site/sites -> " + dotfiles.resolve("sites"));
        assertThat(rollOut(without.next().with("plain.conf", "other", 0644)).state())
                .isEqualTo(ClientState.SUCCEEDED);

        Campaign again = without.next().sequence(4, false).with("app.conf", "again", 0644);
        assertThat(rollOut(again).state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(dotfiles.resolve("app.conf")).hasContent("again");
    }

    @Test
    void aRestoredBackUpGoesWhereTheLinksLeadIfThatIsAskedFor() throws Exception {
        rollOut(bundle);
        rollOut(bundle.next().without("app.conf").with("sites/web/web.conf", "other", 0644));

        try (Backups backups = Backups.in(folder)) {
            assertThat(catchThrowableOfType(UpdateFailedException.class, () -> backups.restoreOverChanges("2"))
                            .reason())
                    .isEqualTo(Reason.PATH_REFUSED);
        }
        try (Backups backups = Backups.in(folder, OnLink.FOLLOW)) {
            assertThat(backups.changedSince("2")).isEmpty();
            assertThat(backups.restore("2").detail()).isEqualTo("2 files restored");
            assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
            assertThat(dotfiles.resolve("sites/web/web.conf")).hasContent("web");
            assertThat(backups.restore("1").detail()).isEqualTo("1 file restored");
        }
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
        assertThat(folder.resolve("app.conf")).isSymbolicLink();
    }

    @Test
    void theFileKeepsItsOwner() throws Exception {
        assumeTrue(Files.getAttribute(temp, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(dotfiles.resolve("app.conf"), "unix:uid", 4711);

        rollOut(bundle);

        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
        assertThat(Files.getAttribute(dotfiles.resolve("app.conf"), "unix:uid")).isEqualTo(4711);
    }

    @Test
    void linksThatLeadThroughOtherLinksAreFollowedToTheirEnd() throws Exception {
        Path alternatives = Files.createDirectory(temp.resolve("alternatives"));
        Files.createSymbolicLink(alternatives.resolve("app"), Path.of("../way/../dotfiles/./app.conf"));
        Files.createSymbolicLink(temp.resolve("way"), Path.of("site"));
        link("app.conf", alternatives.resolve("app").toString());

        rollOut(appConf());

        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
        assertThat(alternatives.resolve("app")).isSymbolicLink();
    }

    @ParameterizedTest
    @CsvSource({
        "../nowhere.conf, leads nowhere: there is no TEMP/nowhere.conf; make that file first",
        "../gone/app.conf, leads nowhere: there is no TEMP/gone",
        "../dotfiles/app.conf/x, leads nowhere: TEMP/dotfiles/app.conf is no folder",
        "app.conf, leads round in a circle",
        "/dev/null, 'leads to /dev/null, which is a pipe, socket or device'",
        "../dotfiles/sites, 'leads to TEMP/dotfiles/sites, which is a folder, and the update has a file there'",
        ".parley/lock, 'leads to TEMP/site/.parley/lock, where Parley keeps what is its own'",
        "../other/.parley/journal, 'leads to TEMP/other/.parley/journal, where Parley keeps what is its own'"
    })
    void aLinkThatLeadsToNoFileOfThisMachineIsRefusedBeforeAnythingIsTouched(String target, String why)
            throws Exception {
        rollOut(new Campaign().with("plain.conf", "plain", 0644));
        Files.createDirectories(temp.resolve("other/.parley"));
        Files.writeString(temp.resolve("other/.parley/journal"), "");
        link("app.conf", target);
        List<String> before = both();

        Answer answer = answer(appConf().sequence(2, false));

        assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
        assertThat(answer.detail().orElseThrow())
                .startsWith(WHY)
                .contains("symbolic link")
                .contains(why.replace("TEMP", temp.toRealPath().toString()));
        assertThat(both()).isEqualTo(before);
    }

    @Test
    void aPipeBehindALinkIsRefusedAndNotOpened() throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", temp.resolve("pipe").toString())
                        .start()
                        .waitFor()
                == 0);
        link("app.conf", "../pipe");

        assertThat(answer(appConf()).detail().orElseThrow()).contains("which is a pipe, socket or device");
    }

    @Test
    void aFileWhereTheUpdateHasAFolderIsRefused() throws Exception {
        assertThat(answer(new Campaign().withFolder("app.conf")).detail().orElseThrow())
                .contains("which is a file, and the update has a folder there");
        assertThat(answer(new Campaign().with("app.conf/x", "x", 0644)).detail().orElseThrow())
                .contains("leads to " + dotfiles.toRealPath().resolve("app.conf") + ", which is no folder");
    }

    @Test
    void twoPathsThatLeadToOneFileAreRefused() throws Exception {
        link("other.conf", "app.conf");
        Campaign twice = appConf().with("other.conf", "others", 0644);
        Campaign inside = new Campaign().with("plain.conf", "one", 0644).with("app.conf", "two", 0644);

        assertThat(answer(twice).detail().orElseThrow())
                .isEqualTo("the path \"other.conf\" is refused: on this machine it leads through a symbolic link to the"
                        + " same file as app.conf: " + dotfiles.toRealPath().resolve("app.conf"));
        Files.writeString(folder.resolve("plain.conf"), "one");
        link("app.conf", "plain.conf");
        assertThat(answer(inside).reason()).contains(Reason.PATH_REFUSED);
    }

    @Test
    void aLinkOfTheBundleIsNeverFollowed() throws Exception {
        rollOut(new Campaign().withLink("way", "sites"));
        Campaign behind = new Campaign().sequence(2, false).with("way/x", "through", 0644);
        link("app.conf", "way/app.conf");
        Files.writeString(dotfiles.resolve("sites/app.conf"), "mine");

        try (DirectoryUpdate update = following().build()) {
            update.inventory();
            Answer answer = update.decide(behind.offer(List.of(Change.add("way/x", Scenario.entry("through", 0644)))));
            assertThat(answer.reason()).contains(Reason.PATH_REFUSED);
        }
        assertThat(answer(appConf().sequence(2, false)).detail().orElseThrow())
                .contains("leads through way, which is a link of the bundle");
        assertThat(dotfiles.resolve("sites/x")).doesNotExist();
    }

    @Test
    void whereTheBundleHasALinkTheLinkThatIsThereCounts() throws Exception {
        Campaign same = new Campaign().withLink("app.conf", "elsewhere");
        link("app.conf", "elsewhere");
        Files.writeString(folder.resolve("elsewhere"), "content");
        try (DirectoryUpdate update = following().onConflict(OnConflict.FAIL).build()) {
            assertThat(update.decide(same.offer(update)).decision()).isEqualTo(Decision.ACCEPT);
        }

        link("app.conf", "../dotfiles/app.conf");
        rollOut(same);

        assertThat(Files.readSymbolicLink(folder.resolve("app.conf"))).hasToString("elsewhere");
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
    }

    @Test
    void whatIsBehindALinkThatMustNotBeFollowedIsNotRemovedButNamed() throws Exception {
        Campaign one = appConf().with("plain.conf", "plain", 0644);
        rollOut(one);
        Files.setPosixFilePermissions(dotfiles, PosixFilePermissions.fromString("rwxrwxrwx"));

        Applied applied = rollOut(one.next().without("app.conf"));

        assertThat(applied.detail())
                .isEqualTo(
                        "0 files written, 0 removed; left alone because Parley did not write them: app.conf (a symbolic"
                                + " link)");
        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dotfiles", "site"})
    void aFolderThatOthersMayWriteToIsNoWay(String open) throws Exception {
        Files.setPosixFilePermissions(temp.resolve(open), PosixFilePermissions.fromString("rwxrwxr-x"));

        assertThat(answer(appConf()).detail())
                .contains(WHY + "a symbolic link is in its place, and it is not followed because the folder "
                        + temp.toRealPath().resolve(open) + " is writable for others (chmod go-w takes that away)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dotfiles", "site", "site/app.conf"})
    void whatBelongsToAnotherUserIsNoWay(String another) throws Exception {
        assumeTrue(Files.getAttribute(temp, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(temp.resolve(another), "unix:uid", 4711, java.nio.file.LinkOption.NOFOLLOW_LINKS);

        assertThat(answer(appConf()).detail().orElseThrow())
                .startsWith(WHY + "a symbolic link is in its place, and it is not followed because the ")
                .contains(temp.toRealPath().resolve(another) + " belongs to 4711, who could turn it elsewhere");
    }

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
        assertThat(Campaign.leftovers(folder)).isEmpty();
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
        assertThat(Campaign.leftovers(folder)).isEmpty();
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
                        + temp.toRealPath().resolve("elsewhere.conf") + " now; put the link back as it was");
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
        rollOut(new Campaign().with("plain.conf", "plain", 0644));
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
        rollOut(new Campaign().with("plain.conf", "plain", 0644));
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

    @Test
    void anUpdateThatWaitsForItsConfirmationIsCommittedOrUndoneByAnotherProcess() throws Exception {
        Campaign confirmed = bundle.confirm(Duration.ofHours(1));
        rollOut(confirmed);
        try (DirectoryUpdate update = following().build()) {
            update.recover();
            assertThat(update.commit("offer-1").detail()).isEqualTo("3 files written, 0 removed");
            assertThat(update.inventory().modified()).isEmpty();
        }

        rollOut(confirmed.next().with("app.conf", "new", 0644).confirm(Duration.ofHours(1)));
        try (DirectoryUpdate update = following().build()) {
            update.recover();
            update.rollBack("offer-2", Reason.CONFIRM_TIMEOUT, "not confirmed");
        }
        assertThat(dotfiles.resolve("app.conf")).hasContent("theirs");
        assertThat(DestinationStatus.of(folder).orElseThrow().modified()).isEmpty();
    }
}
