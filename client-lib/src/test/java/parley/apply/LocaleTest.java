package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Applied;

/** Names that are not ASCII where the locale is C, as it is for cron and systemd. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {

    @TempDir
    Path temp;

    private Path folder;

    /** The process: offers a bundle and prints how that ended. */
    static final class Worker {
        public static void main(String[] arguments) throws Exception {
            SampleRollout rollout = new SampleRollout().with("app.conf", "new\n", 0644);
            if (arguments[1].equals("umlaut")) {
                rollout.with("\u00e4.conf", "\u00e4\n", 0644);
            }
            try (DirectoryUpdate update =
                    DirectoryUpdate.into(Path.of(arguments[0])).build()) {
                Applied applied = rollout.rollOut(update);
                System.out.println(applied.state() + " " + applied.reason() + " "
                        + applied.detail().replace('\u00e4', 'a'));
            }
        }
    }

    @BeforeEach
    void aFolderWithSuchAName() throws Exception {
        folder = Files.createDirectory(temp.resolve("etc"));
        Process touch = new ProcessBuilder("sh", "-c", "printf mine > \"$(printf '\\303\\244').txt\"")
                .directory(folder.toFile())
                .start();
        assertThat(touch.waitFor()).isZero();
    }

    private String inLocale(String locale, String bundle) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString(),
                        bundle)
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void aFileOfSomebodyElseIsNotInTheWay() throws Exception {
        assertThat(inLocale("C", "ascii")).isEqualTo("SUCCEEDED Optional.empty 1 file written, 0 removed");
    }

    @Test
    void anOfferOfOneIsDeclinedWithWhatToDo() throws Exception {
        assertThat(inLocale("C", "umlaut"))
                .isEqualTo("FAILED Optional[PATH_REFUSED] the path \"a.conf\" is refused: this Java cannot spell it in"
                        + " its locale; start it with LC_ALL=C.UTF-8");
        assertThat(folder.resolve("app.conf")).doesNotExist();
    }

    @Test
    void withThatLocaleItIsTaken() throws Exception {
        assertThat(inLocale("C.UTF-8", "umlaut")).isEqualTo("SUCCEEDED Optional.empty 2 files written, 0 removed");
    }
}
