package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.apply.internal.disk.Entries;
import parley.client.Applied;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.bundle.Change;

/** Bundles that carry symbolic links and empty folders. */
class LinksTest {

    @TempDir
    Path temp;

    private Path folder;
    private final SampleRollout bundle = new SampleRollout()
            .with("sites-available/web.conf", "server {}", 0644)
            .withLink("sites-enabled/web.conf", "../sites-available/web.conf")
            .withFolder("cache/proxy");

    @BeforeEach
    void folder() throws Exception {
        folder = Files.createDirectory(temp.resolve("site"));
    }

    private DirectoryUpdate update() {
        return DirectoryUpdate.into(folder).server("server-1").build();
    }

    private Applied rollOut(SampleRollout rollout) throws Exception {
        try (DirectoryUpdate update = update()) {
            return rollout.rollOut(update);
        }
    }

    @Test
    void linksAndEmptyFoldersAreMadeAndKnownAfterwards() throws Exception {
        Applied applied = rollOut(bundle);

        assertThat(applied.detail()).isEqualTo("1 file, 1 link, 1 empty folder written, 0 removed");
        assertThat(SampleRollout.listing(folder))
                .containsExactly(
                        "rwxr-xr-x cache/",
                        "rwxr-xr-x cache/proxy/",
                        "rwxr-xr-x sites-available/",
                        "rw-r--r-- sites-available/web.conf: server {}",
                        "rwxr-xr-x sites-enabled/",
                        "link sites-enabled/web.conf -> ../sites-available/web.conf");
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
        try (DirectoryUpdate update = update()) {
            assertThat(update.inventory().files()).isEqualTo(bundle.bundle);
            assertThat(update.inventory().modified()).isEmpty();
            assertThat(bundle.next().offer(update).changes()).isEmpty();
        }
    }

    @Test
    void theirClientSaysThatItTakesThem() {
        assertThat(update().capabilities()).containsExactly("links", "folders");
    }

    @Test
    void linksFilesAndFoldersTakeEachOthersPlaceAndComeBackFromTheBackUp() throws Exception {
        rollOut(bundle);
        List<String> before = SampleRollout.listing(folder);
        SampleRollout next = bundle.next()
                .withLink("sites-available/web.conf", "all.conf")
                .with("sites-available/all.conf", "all", 0644)
                .with("sites-enabled/web.conf", "a file now", 0600)
                .without("cache/proxy")
                .withFolder("spool");
        assertThat(rollOut(next).detail()).isEqualTo("2 files, 1 link, 1 empty folder written, 0 removed");
        assertThat(SampleRollout.listing(folder))
                .containsExactly(
                        "rwxr-xr-x sites-available/",
                        "rw-r--r-- sites-available/all.conf: all",
                        "link sites-available/web.conf -> all.conf",
                        "rwxr-xr-x sites-enabled/",
                        "rw------- sites-enabled/web.conf: a file now",
                        "rwxr-xr-x spool/");

        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.restoreLatest().detail()).isEqualTo("1 file, 1 link restored");
        }
        assertThat(SampleRollout.listing(folder)).containsAll(before.subList(2, 6));
    }

    @Test
    void aFolderThatWasHereBeforeStaysAndOneThatParleyMadeGoes() throws Exception {
        Files.createDirectories(folder.resolve("cache/proxy"));
        SampleRollout both = bundle.withFolder("spool");
        rollOut(both);

        rollOut(both.next().without("cache/proxy").without("spool"));

        assertThat(folder.resolve("cache/proxy")).isEmptyDirectory();
        assertThat(folder.resolve("spool")).doesNotExist();
    }

    @Test
    void aFolderThatIsNotEmptyAnyMoreStaysWithWhatIsInIt() throws Exception {
        rollOut(bundle);
        Files.writeString(folder.resolve("cache/proxy/page"), "cached");

        Applied applied = rollOut(bundle.next().without("cache/proxy"));

        assertThat(applied.state()).isEqualTo(ClientState.SUCCEEDED);
        assertThat(folder.resolve("cache/proxy/page")).hasContent("cached");
    }

    @Test
    void aLinkThatWasTurnedByHandIsAConflictAndShowsWhereItLeads() throws Exception {
        rollOut(bundle);
        Files.delete(folder.resolve("sites-enabled/web.conf"));
        Files.createSymbolicLink(folder.resolve("sites-enabled/web.conf"), Path.of("../mine.conf"));
        StringBuilder shown = new StringBuilder();
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .onConflict(OnConflict.FAIL, (offer, conflict) -> shown.append(conflict.diff()))
                .build()) {
            assertThat(update.inventory().modified()).containsExactly("sites-enabled/web.conf");
            Offer offer = bundle.next().offer(update);
            assertThat(update.decide(offer).reason()).contains(Reason.CONFLICT);
        }
        assertThat(shown.toString())
                .contains("Changed here:\n")
                .contains("--- sites-enabled/web.conf (written by Parley)\n"
                        + "+++ sites-enabled/web.conf (here now)\n"
                        + "@@ -1 +1 @@\n"
                        + "-->" + " ../sites-available/web.conf\n"
                        + "+->" + " ../mine.conf\n");

        rollOut(bundle.next());
        assertThat(Files.readSymbolicLink(folder.resolve("sites-enabled/web.conf")))
                .hasToString("../sites-available/web.conf");
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.list().get(0).files())
                    .containsOnly(Map.entry("sites-enabled/web.conf", Entries.link("../mine.conf")));
        }
    }

    @Test
    void aLinkThatIsHereAlreadyIsNothingToDo() throws Exception {
        Files.createDirectory(folder.resolve("sites-enabled"));
        Files.createSymbolicLink(folder.resolve("sites-enabled/web.conf"), Path.of("../sites-available/web.conf"));
        try (DirectoryUpdate update = update()) {
            assertThat(bundle.offer(update).changes())
                    .extracting(Change::path)
                    .containsExactly("cache/proxy", "sites-available/web.conf");
        }
    }

    @Test
    void whatBecameALinkIsNotRemovedButNamed() throws Exception {
        SampleRollout plain = new SampleRollout().with("a.conf", "a", 0644).with("b.conf", "b", 0644);
        rollOut(plain);
        Files.delete(folder.resolve("a.conf"));
        Files.createSymbolicLink(folder.resolve("a.conf"), Path.of("/dev/null"));

        Applied applied = rollOut(plain.next().without("a.conf"));

        assertThat(applied.detail()).contains("left alone because Parley did not write them: a.conf");
        assertThat(Files.readSymbolicLink(folder.resolve("a.conf"))).hasToString("/dev/null");
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd, 'the path \"/etc/passwd\" is absolute'",
        "../../etc, 'the target of the link \"a/evil\" leads out of the folder'",
        "../.parley/state, it would lead into .parley",
        "b/../../../etc, has a segment .."
    })
    void aLinkThatWouldLeadOutIsRefusedBeforeAnythingIsTouched(String target, String why) throws Exception {
        SampleRollout evil = new SampleRollout().with("good", "good", 0644).withLink("a/evil", target);

        try (DirectoryUpdate update = update()) {
            Offer offer = evil.offer(update);
            update.decide(offer);
            evil.download(update, offer);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> update.staged(offer, SampleRollout.agreed(offer))))
                    .hasMessageStartingWith("the path \"a/evil\" is refused: ")
                    .hasMessageContaining(why);
            Applied applied = update.apply(offer, SampleRollout.agreed(offer), SampleRollout.NOT_CANCELLED);
            assertThat(applied.reason()).contains(Reason.PATH_REFUSED);
        }
        assertThat(SampleRollout.listing(folder)).isEmpty();
    }

    @Test
    void nothingIsEverWrittenThroughALink() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        SampleRollout evil = new SampleRollout().withLink("way", "elsewhere").with("way/file", "through", 0644);
        try (DirectoryUpdate update = update()) {
            Answer atOnce = update.decide(evil.offer(update));
            assertThat(atOnce.decision()).isEqualTo(Decision.DECLINE);
            assertThat(atOnce.reason()).contains(Reason.PATH_REFUSED);
        }
        rollOut(new SampleRollout().withLink("way", "elsewhere"));
        Files.createSymbolicLink(folder.resolve("elsewhere"), outside);
        try (DirectoryUpdate update = update()) {
            Offer later = new SampleRollout()
                    .sequence(2, false)
                    .with("way/file", "through", 0644)
                    .offer(List.of(Change.add("way/file", Scenario.entry("through", 0644))));
            update.inventory();
            assertThat(update.decide(later).reason()).contains(Reason.PATH_REFUSED);
        }
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aCheckOfTheStagedFolderSeesLinksAndEmptyFolders() throws Exception {
        String look = "cd \"$PARLEY_STAGED\" && cat sites-enabled/web.conf && test -d cache/proxy && test -L own";
        Files.createSymbolicLink(folder.resolve("own"), Path.of("sites-available"));
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).check(List.of("sh", "-c", look)).build()) {
            assertThat(bundle.rollOut(update).state()).isEqualTo(ClientState.SUCCEEDED);
        }
    }

    private Applied rollOutReplacingLinks(SampleRollout rollout) throws Exception {
        try (DirectoryUpdate update =
                DirectoryUpdate.into(folder).links(OnLink.REPLACE).build()) {
            return rollout.rollOut(update);
        }
    }

    @Test
    void linksOfThisMachineGiveWayIfThatIsAskedForAndComeBackFromTheBackUp() throws Exception {
        Path dotfiles = Files.createDirectory(temp.resolve("dotfiles"));
        Files.writeString(dotfiles.resolve("app.conf"), "mine");
        Files.createSymbolicLink(folder.resolve("app.conf"), dotfiles.resolve("app.conf"));
        Files.createSymbolicLink(folder.resolve("sites"), dotfiles);
        List<String> before = SampleRollout.listing(folder);
        SampleRollout rollout =
                new SampleRollout().with("app.conf", "theirs", 0644).with("sites/web/web.conf", "web", 0644);
        assertThat(rollOut(rollout).reason()).contains(Reason.PATH_REFUSED);

        assertThat(rollOutReplacingLinks(rollout).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(SampleRollout.listing(folder))
                .containsExactly(
                        "rw-r--r-- app.conf: theirs",
                        "rwxr-xr-x sites/",
                        "rwxr-xr-x sites/web/",
                        "rw-r--r-- sites/web/web.conf: web");
        assertThat(dotfiles.resolve("app.conf")).hasContent("mine");
        try (Backups backups = Backups.in(folder)) {
            assertThat(backups.restoreLatest().detail()).isEqualTo("0 files, 2 links restored");
        }
        assertThat(SampleRollout.listing(folder)).isEqualTo(before);
    }

    @Test
    void aLinkThatGaveWayComesBackWithTheRollBack() throws Exception {
        Files.createSymbolicLink(folder.resolve("sites"), temp.resolve("nowhere"));
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .links(OnLink.REPLACE)
                .run(List.of("false"))
                .build()) {
            assertThat(new SampleRollout()
                            .with("sites/web.conf", "web", 0644)
                            .rollOut(update)
                            .state())
                    .isEqualTo(ClientState.ROLLED_BACK);
        }
        assertThat(SampleRollout.listing(folder)).containsExactly("link sites -> " + temp.resolve("nowhere"));
    }

    @Test
    void aLinkInPlaceOfAFileIsAConflictLikeAnyChangeAlsoWhereLinksGiveWay() throws Exception {
        Files.createSymbolicLink(folder.resolve("app.conf"), temp.resolve("nowhere"));
        try (DirectoryUpdate update = DirectoryUpdate.into(folder)
                .links(OnLink.REPLACE)
                .onConflict(OnConflict.FAIL)
                .build()) {
            Answer answer = update.decide(
                    new SampleRollout().with("app.conf", "theirs", 0644).offer(update));
            assertThat(answer.reason()).contains(Reason.CONFLICT);
        }
    }
}
