package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Applied;
import parley.client.UpdateFailedException;

/**
 * Updates by a process that may do less than this one, or sees other file systems: root without its capabilities, and
 * mounts in a name space that goes with the process. Needs root on Linux with {@code unshare} and {@code setpriv}.
 */
class ConfinedUpdateTest {
    private static final List<String> WITHOUT_POWER =
            List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all");

    @TempDir
    Path temp;

    private Path folder;
    private OnLink links = OnLink.REFUSE;
    private boolean inPlace;
    private List<String> confinedBy = List.of();

    /** The process: rolls one update out and prints how it ended. */
    static final class OneUpdate {
        public static void main(String[] arguments) throws Exception {
            OnLink links = OnLink.valueOf(arguments[1]);
            DirectoryUpdate.Builder builder =
                    DirectoryUpdate.into(Path.of(arguments[0])).links(links);
            if (arguments[2].equals("in-place")) {
                builder.inPlace((offer, paths) -> System.out.println("in place: " + paths));
            }
            try (DirectoryUpdate update = builder.build()) {
                Applied applied = second().rollOut(update);
                print(applied);
            } catch (UpdateFailedException e) {
                print(e);
            }
        }
    }

    private static void print(Applied applied) {
        System.out.println(applied.state() + " " + applied.reason() + " " + applied.detail());
    }

    private static void print(UpdateFailedException e) {
        System.out.println("REFUSED " + e.reason() + " " + e.getMessage());
    }

    /** The process: restores the newest back-up and prints how that ended. */
    static final class OneRestore {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            try (Backups backUps = arguments[1].equals("in-place")
                    ? Backups.inPlace(folder, OnLink.REFUSE)
                    : Backups.in(folder, OnLink.REFUSE)) {
                Applied applied = backUps.restore(backUps.list().get(0).id());
                print(applied);
            } catch (UpdateFailedException e) {
                print(e);
            }
        }
    }

    private static SampleRollout first() {
        return new SampleRollout()
                .with("app.conf", "old\n", 0644)
                .with("conf.d/site.conf", "old site\n", 0640)
                .with("gone.d/gone.conf", "gone\n", 0644);
    }

    private static SampleRollout second() {
        return first().next()
                .with("app.conf", "new\n", 0644)
                .with("conf.d/site.conf", "new site\n", 0640)
                .with("big.conf", "0123456789abcdef".repeat(8 * 1024), 0644)
                .without("gone.d/gone.conf");
    }

    @BeforeEach
    void aDestinationWithTheFirstBundle() throws Exception {
        assumeTrue(runs(List.of("unshare", "--mount", "true")), "name spaces for mounts are root's");
        assumeTrue(runs(command(WITHOUT_POWER, List.of("true"))), "setpriv is not there");
        folder = temp.resolve("etc");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            first().rollOut(update);
        }
    }

    private static boolean runs(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static List<String> command(List<String> before, List<String> then) {
        List<String> all = new ArrayList<>(before);
        all.addAll(then);
        return all;
    }

    private static List<String> java(Class<?> program, String... arguments) {
        List<String> java = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName());
        return command(java, List.of(arguments));
    }

    private List<String> oneUpdate() {
        return java(OneUpdate.class, folder.toString(), links.name(), inPlace ? "in-place" : "whole");
    }

    private static String quoted(List<String> command) {
        return String.join(" ", command.stream().map(a -> "'" + a + "'").toList());
    }

    private String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }

    /** With mounts that only that process sees. */
    private String updatedWith(String mounting) throws Exception {
        return updatedWith(mounting, "true");
    }

    private String updatedWith(String mounting, String afterwards) throws Exception {
        String update = quoted(command(confinedBy, oneUpdate()));
        String script = "cd " + folder + "; " + mounting + "; " + update + "; " + afterwards;
        return output(List.of("unshare", "--mount", "sh", "-ec", script));
    }

    private void isUntouched() throws Exception {
        assertThat(folder.resolve("app.conf")).hasContent("old");
        assertThat(folder.resolve("conf.d/site.conf")).hasContent("old site");
        assertThat(folder.resolve("gone.d/gone.conf")).hasContent("gone");
        assertThat(folder.resolve("big.conf")).doesNotExist();
        assertThat(SampleRollout.leftovers(folder)).isSubsetOf("download");
    }

    private void own(String path, int id) throws Exception {
        Files.setAttribute(folder.resolve(path), "unix:uid", id);
        Files.setAttribute(folder.resolve(path), "unix:gid", id);
    }

    @Test
    void anotherFileSystemBelowTheDestinationIsRefused() throws Exception {
        assertThat(updatedWith("mount -t tmpfs none conf.d"))
                .startsWith("FAILED Optional[PATH_REFUSED] the path \"conf.d/site.conf\" is refused: on this machine "
                        + "conf.d is a"
                        + " mount point, and nothing can be moved there in one step");
        isUntouched();
    }

    @Test
    void soIsAnotherPartOfTheSameFileSystem() throws Exception {
        assertThat(updatedWith("cp -a gone.d ../elsewhere; mount --bind ../elsewhere gone.d"))
                .startsWith("FAILED Optional[PATH_REFUSED] the path \"gone.d/gone.conf\" is refused: on this machine "
                        + "gone.d is a"
                        + " mount point, and nothing can be moved there in one step");
        isUntouched();
        assertThat(temp.resolve("elsewhere/gone.conf")).hasContent("gone");
    }

    @Test
    void soIsAFileThatIsMounted() throws Exception {
        Files.writeString(temp.resolve("elsewhere"), "elsewhere\n");

        assertThat(updatedWith("mount --bind ../elsewhere app.conf"))
                .startsWith("FAILED Optional[PATH_REFUSED] the path \"app.conf\" is refused: on this machine the single"
                        + " file app.conf is mounted there (a bind mount, as containers have them)");
        isUntouched();
        assertThat(temp.resolve("elsewhere")).hasContent("elsewhere");
    }

    @Test
    void aSingleMountedFileIsOverwrittenInItsPlace() throws Exception {
        inPlace = true;
        Path mounted = Files.writeString(temp.resolve("mounted.conf"), "old\n");
        Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rw-r--r--"));
        Object inode = Files.getAttribute(mounted, "unix:ino");
        assertThat(updatedWith("mount --bind ../mounted.conf app.conf"))
                .startsWith("in place: [app.conf]\nSUCCEEDED")
                .endsWith("; written in place, not in one step: app.conf");
        assertThat(mounted).hasContent("new");
        assertThat(Files.getAttribute(mounted, "unix:ino")).isEqualTo(inode);
        assertThat(folder.resolve("app.conf")).hasContent("old"); // what the mount covers
        assertThat(folder.resolve("conf.d/site.conf")).hasContent("new site");
        assertThat(folder.resolve(".parley/kept")).isDirectoryRecursivelyContaining("glob:**/app.conf");
    }

    @Test
    void aFileThatIsMountedReadOnlyIsRefused() throws Exception {
        inPlace = true;
        Files.writeString(temp.resolve("mounted.conf"), "old\n");
        assertThat(updatedWith("mount --bind ../mounted.conf app.conf; mount -o remount,bind,ro app.conf"))
                .contains("the single file that is mounted there may not be written to");
        isUntouched();
    }

    @Test
    void aMountedFileOfAnotherOwnerIsRefusedWhereItsModeWouldHaveToChange() throws Exception {
        inPlace = true;
        confinedBy = WITHOUT_POWER;
        Files.writeString(temp.resolve("mounted.conf"), "old\n");
        Files.setPosixFilePermissions(temp.resolve("mounted.conf"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setAttribute(temp.resolve("mounted.conf"), "unix:uid", 4711);
        assertThat(updatedWith("mount --bind ../mounted.conf app.conf"))
                .endsWith("FAILED Optional[PATH_REFUSED] the path \"app.conf\" is refused: on this machine the "
                        + "single file that"
                        + " is mounted there has the mode 0666, the update has 0644, and this user may "
                        + "not change it; let its"
                        + " owner do that (chmod 644)");
        isUntouched();
        assertThat(temp.resolve("mounted.conf")).hasContent("old");
    }

    @Test
    void theBackUpOfAMountedFileIsLookedAtInTheFreeSpaceBeforeTheDownload() throws Exception {
        inPlace = true;
        Files.writeString(temp.resolve("mounted.conf"), "0123456789abcdef".repeat(16 * 1024));
        String small = "cp -a . ../copy; mount -t tmpfs -o size=300k none .; cd ../etc; cp -a ../copy/. .";
        assertThat(updatedWith(small + "; mount --bind ../mounted.conf app.conf"))
                .contains("REFUSED NO_SPACE the update needs 393229 bytes more, and ");
        assertThat(updatedWith(small)).contains("SUCCEEDED");
    }

    @Test
    void aBackUpIsRestoredIntoTheMountedFileOnlyWhereThatIsAskedFor() throws Exception {
        inPlace = true;
        Path mounted = Files.writeString(temp.resolve("mounted.conf"), "old\n");
        Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rw-r--r--"));
        String whole = quoted(java(OneRestore.class, folder.toString(), "whole"));
        String inItsPlace = quoted(java(OneRestore.class, folder.toString(), "in-place"));
        assertThat(updatedWith("mount --bind ../mounted.conf app.conf", whole + "; cat app.conf; " + inItsPlace))
                .contains("REFUSED PATH_REFUSED the path \"app.conf\" is refused: on this machine the single file"
                        + " app.conf is mounted there")
                .contains("or have new content written in its place with --in-place\nnew\n")
                .endsWith("SUCCEEDED Optional.empty 3 files restored; written in place, not in one step: app.conf");
        assertThat(mounted).hasContent("old");
        assertThat(folder.resolve("gone.d/gone.conf")).hasContent("gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs -o mode=755 none ../elsewhere; cp ../other/app.conf ../elsewhere",
                "mount --bind ../other ../elsewhere"
            })
    void aLinkToAnotherFileSystemOrAnotherPartOfThisOneIsNotFollowed(String mounting) throws Exception {
        links = OnLink.FOLLOW;
        Files.createDirectory(temp.resolve("elsewhere"));
        Files.createDirectory(temp.resolve("other"));
        Files.move(folder.resolve("app.conf"), temp.resolve("other/app.conf"));
        Files.createSymbolicLink(folder.resolve("app.conf"), Path.of("../elsewhere/app.conf"));

        assertThat(updatedWith(mounting, "cat app.conf"))
                .isEqualTo("FAILED Optional[PATH_REFUSED] the path \"app.conf\" is refused: on this machine the "
                        + "symbolic link"
                        + " app.conf leads to " + temp.toRealPath().resolve("elsewhere/app.conf")
                        + " on another file system, and nothing can be moved there in one step; give the "
                        + "folder there an"
                        + " update of its own\nold");
    }

    @Test
    void aLinkThatOthersCouldTurnIsNotFollowedByAProcessWithoutPowerEither() throws Exception {
        links = OnLink.FOLLOW;
        Files.move(folder.resolve("app.conf"), temp.resolve("app.conf"));
        Files.createSymbolicLink(folder.resolve("app.conf"), Path.of("../app.conf"));
        Files.setAttribute(folder.resolve("app.conf"), "unix:uid", 4711, java.nio.file.LinkOption.NOFOLLOW_LINKS);

        assertThat(output(command(WITHOUT_POWER, oneUpdate())))
                .contains("PATH_REFUSED")
                .contains("app.conf belongs to 4711, who could change it");
    }

    @Test
    void aDestinationThatIsAFileSystemOfItsOwnIsFine() throws Exception {
        assertThat(updatedWith("cp -a . ../copy; mount -t tmpfs none .; cd ../etc; cp -a ../copy/. ."))
                .isEqualTo("SUCCEEDED Optional.empty 3 files written, 1 removed");
    }

    @Test
    void aDiskThatIsTooSmallIsNoticedBeforeTheDownload() throws Exception {
        assertThat(updatedWith("cp -a . ../copy; mount -t tmpfs -o size=96k none .; cd ../etc; cp -a ../copy/. ."))
                .startsWith("REFUSED NO_SPACE the update needs 131085 bytes more, and ");
    }

    @Test
    void aDiskWithoutRoomForMoreFilesIsPutRight() throws Exception {
        String full = "cp -a . ../copy; mount -t tmpfs -o nr_inodes=24 none .; cd ../etc; cp -a ../copy/. .";

        assertThat(updatedWith(full, "ls -A; cat app.conf"))
                .startsWith("FAILED Optional[NO_SPACE] no space left on the disk of the destination: ")
                .endsWith("\n.parley\napp.conf\nconf.d\ngone.d\nold");
    }

    @Test
    void aDestinationThatIsMountedReadOnlyIsRefused() throws Exception {
        String mounting = "cp -a . ../copy; mount -t tmpfs none .; cd ../etc; cp -a ../copy/. .; mount -o remount,ro .";

        assertThat(updatedWith(mounting))
                .isEqualTo("REFUSED PERMISSION the destination " + folder
                        + " cannot be used: it is on a disk that is mounted read-only");
        isUntouched();
    }

    @Test
    void whoMayNotWriteToTheDestinationIsToldSo() throws Exception {
        own("", 4711);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(output(command(WITHOUT_POWER, oneUpdate())))
                .startsWith(
                        "REFUSED PERMISSION the destination " + folder + " cannot be used: this user may not write to");
        isUntouched();
    }

    @Test
    void aFolderInTheDestinationThatMayNotBeWrittenToIsFoundBeforeAnythingIsTouched() throws Exception {
        own("conf.d", 4711);

        assertThat(output(command(WITHOUT_POWER, oneUpdate())))
                .isEqualTo("REFUSED PERMISSION this user may not write to " + folder.resolve("conf.d"));
        isUntouched();
    }

    @Test
    void whoMayNotGiveFilesAwayUpdatesThemAllTheSame() throws Exception {
        own("app.conf", 4711);

        assertThat(output(command(WITHOUT_POWER, oneUpdate())))
                .isEqualTo("SUCCEEDED Optional.empty 3 files written, 1 removed");
        assertThat(folder.resolve("app.conf")).hasContent("new");
        assertThat(Files.getAttribute(folder.resolve("app.conf"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void aFileThatOnlyOthersMayReadIsSaidSo() throws Exception {
        own("app.conf", 4711);
        Files.setPosixFilePermissions(folder.resolve("app.conf"), PosixFilePermissions.fromString("rw-------"));

        assertThat(output(command(WITHOUT_POWER, oneUpdate())))
                .contains("PERMISSION")
                .contains("app.conf");
        assertThat(SampleRollout.leftovers(folder)).isSubsetOf("download");
    }

    @Test
    void whoMayNotLookIntoParleysFolderIsToldSo() throws Exception {
        own(".parley", 4711);

        assertThat(output(command(WITHOUT_POWER, oneUpdate()))).startsWith("REFUSED PERMISSION ");
        assertThat(folder.resolve("app.conf")).hasContent("old");
    }
}
