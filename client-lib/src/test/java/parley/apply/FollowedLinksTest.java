package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import parley.client.UpdateFailedException;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.Reason;

/**
 * Destinations some of whose files are links of this machine that lead elsewhere, as GNU stow and alternatives make
 * them.
 */
@EnabledOnOs(OS.LINUX)
class FollowedLinksTest extends StowedFolder {
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
        assertThat(SampleRollout.leftovers(folder)).isEmpty();
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
        List<String> before = SampleRollout.listing(temp);

        assertThat(answer(bundle).decision()).isEqualTo(Decision.ACCEPT);

        assertThat(SampleRollout.listing(temp)).isEqualTo(before);
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
        SampleRollout without = bundle.next().without("app.conf").without("sites/web/web.conf");

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

        SampleRollout again = without.next().sequence(4, false).with("app.conf", "again", 0644);
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

    @Test
    void anUpdateThatWaitsForItsConfirmationIsCommittedOrUndoneByAnotherProcess() throws Exception {
        SampleRollout confirmed = bundle.confirm(Duration.ofHours(1));
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
