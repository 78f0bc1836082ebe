package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Applied;
import parley.message.Answer;
import parley.message.Decision;
import parley.message.Reason;
import parley.message.bundle.Change;

/**
 * Links of this machine that are not followed although that was asked for: they lead nowhere good, or others could turn
 * them.
 */
@EnabledOnOs(OS.LINUX)
class RefusedLinksTest extends StowedFolder {
    private static final String WHY = "the path \"app.conf\" is refused: on this machine ";

    @ParameterizedTest
    @CsvSource({
        "../nowhere.conf, leads nowhere: there is no TEMP/nowhere.conf; make that file first",
        "../gone/app.conf, leads nowhere: there is no TEMP/gone",
        "../dotfiles/app.conf/x, leads nowhere: TEMP/dotfiles/app.conf is no folder",
        "app.conf, leads in a circle",
        "/dev/null, 'leads to /dev/null, which is a pipe, socket or device'",
        "../dotfiles/sites, 'leads to TEMP/dotfiles/sites, which is a folder, and the update has a file there'",
        ".parley/lock, 'leads to TEMP/site/.parley/lock, where Parley keeps what is its own'",
        "../other/.parley/journal, 'leads to TEMP/other/.parley/journal, where Parley keeps what is its own'"
    })
    void aLinkThatLeadsToNoFileOfThisMachineIsRefusedBeforeAnythingIsTouched(String target, String why)
            throws Exception {
        rollOut(new SampleRollout().with("plain.conf", "plain", 0644));
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
        assertThat(answer(new SampleRollout().withFolder("app.conf")).detail().orElseThrow())
                .contains("which is a file, and the update has a folder there");
        assertThat(answer(new SampleRollout().with("app.conf/x", "x", 0644))
                        .detail()
                        .orElseThrow())
                .contains("leads to " + dotfiles.toRealPath().resolve("app.conf") + ", which is no folder");
    }

    @Test
    void twoPathsThatLeadToOneFileAreRefused() throws Exception {
        link("other.conf", "app.conf");
        SampleRollout twice = appConf().with("other.conf", "others", 0644);
        SampleRollout inside =
                new SampleRollout().with("plain.conf", "one", 0644).with("app.conf", "two", 0644);

        assertThat(answer(twice).detail().orElseThrow())
                .isEqualTo("the path \"other.conf\" is refused: on this machine it leads through a symbolic link to the"
                        + " same file as app.conf: " + dotfiles.toRealPath().resolve("app.conf"));
        Files.writeString(folder.resolve("plain.conf"), "one");
        link("app.conf", "plain.conf");
        assertThat(answer(inside).reason()).contains(Reason.PATH_REFUSED);
    }

    @Test
    void aLinkOfTheBundleIsNeverFollowed() throws Exception {
        rollOut(new SampleRollout().withLink("way", "sites"));
        SampleRollout behind = new SampleRollout().sequence(2, false).with("way/x", "through", 0644);
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
        SampleRollout same = new SampleRollout().withLink("app.conf", "elsewhere");
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
        SampleRollout one = appConf().with("plain.conf", "plain", 0644);
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
                .contains(temp.toRealPath().resolve(another) + " belongs to 4711, who could change it");
    }
}
