package parley.apply.internal.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.apply.DestinationStatus;
import parley.apply.DirectoryUpdate;
import parley.apply.Leaving;
import parley.apply.SampleRollout;
import parley.client.UpdateFailedException;
import parley.message.Reason;

/** One destination, several who want it. */
class DestinationLockTest {

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void aDestination() throws Exception {
        folder = temp.resolve("etc");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            new SampleRollout().with("app.conf", "x\n", 0644).rollOut(update);
        }
    }

    /** A process that takes a folder, says so or why not, and keeps it until its input ends. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (DirectoryUpdate update =
                    DirectoryUpdate.into(Path.of(arguments[0])).build()) {
                update.recover();
                System.out.println("has it");
                while (System.in.read() >= 0) {
                    // until the test is done
                }
            } catch (UpdateFailedException e) {
                System.out.println(e.reason() + " " + e.getMessage());
            }
        }
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String words(Process process) throws Exception {
        BufferedReader lines = process.inputReader();
        return lines.readLine();
    }

    private void assertRefused(long pid) {
        assertThatThrownBy(() -> {
                    try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
                        update.recover();
                    }
                })
                .isInstanceOfSatisfying(
                        UpdateFailedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                .hasMessageContaining("another update of " + folder + " is running: process " + pid + " on ");
    }

    @Test
    void whileAProcessHasItTheOtherIsToldWhoAndItIsFreeWhenThatOneIsKilled() throws Exception {
        Process holder = start();
        try {
            assertThat(words(holder)).isEqualTo("has it");
            assertRefused(holder.pid());
            assertThat(DestinationStatus.of(folder).orElseThrow().user().orElseThrow())
                    .startsWith("process " + holder.pid() + " on ");
            assertRefused(holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(DestinationStatus.of(folder).orElseThrow().user()).isEmpty();
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            assertThat(update.recover()).isPresent();
        }
    }

    @Test
    void whatElseThisProcessDoesWithTheFolderDoesNotGiveItsLockAway() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            update.recover();
            assertRefused(ProcessHandle.current().pid());
            DestinationStatus.of(folder);
            assertThatThrownBy(() -> Leaving.from(folder)).isInstanceOf(UpdateFailedException.class);

            Process other = start();
            other.getOutputStream().close();

            assertThat(words(other))
                    .startsWith("CONFLICT another update of " + folder + " is running: process "
                            + ProcessHandle.current().pid() + " on ");
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void twoFoldersDoNotGetInEachOthersWay() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build();
                DirectoryUpdate other =
                        DirectoryUpdate.into(temp.resolve("other")).build()) {
            update.recover();
            new SampleRollout().with("app.conf", "y\n", 0644).rollOut(other);

            assertThat(temp.resolve("other/app.conf")).hasContent("y\n");
            assertThat(folder.resolve("app.conf")).hasContent("x\n");
            assertRefused(ProcessHandle.current().pid());
        }
    }
}
