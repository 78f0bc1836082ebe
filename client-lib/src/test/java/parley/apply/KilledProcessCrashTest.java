package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.UpdateFailedException;
import parley.message.BundleDigest;
import parley.message.Digest;

/** A real process that applies one update after the other is killed at random moments. */
class KilledProcessCrashTest {
    private static final int KILLS = Integer.getInteger("parley.crash.kills", 12);

    @TempDir
    Path temp;

    /** The process: takes a folder to and fro between two bundles until it is killed. */
    static final class ToAndFro {
        public static void main(String[] arguments) throws Exception {
            try (DirectoryUpdate update =
                    DirectoryUpdate.into(Path.of(arguments[0])).build()) {
                for (long sequence = Long.parseLong(arguments[1]); ; sequence++) {
                    bundle(sequence).rollOut(update);
                    System.out.println(sequence);
                }
            }
        }
    }

    private static Campaign bundle(long sequence) {
        Campaign even = new Campaign()
                .with("app.conf", "even\n", 0644)
                .with("conf.d/a.conf", "a\n", 0600)
                .with("conf.d/b.conf", "b\n", 0644);
        Campaign odd = even.next()
                .with("app.conf", "odd\n", 0640)
                .with("bin/reload", "#!/bin/sh\n", 0755)
                .without("conf.d/a.conf")
                .without("conf.d/b.conf");
        Campaign next = sequence % 2 == 0 ? odd.next() : even.next();
        next.bundle.clear();
        next.bundle.putAll(sequence % 2 == 0 ? even.bundle : odd.bundle);
        next.texts.putAll(odd.texts);
        return next.sequence(sequence, true);
    }

    @Test
    void whereverItIsKilledTheFolderHoldsOneBundleOrTheOther() throws Exception {
        Path folder = temp.resolve("etc");
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            bundle(1).rollOut(update);
        }
        Random random = new Random(4);
        List<String> even = listingOf(bundle(2), temp.resolve("even"));
        List<String> odd = listingOf(bundle(3), temp.resolve("odd"));
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(folder, 2 + kill * 1_000_000L, random.nextInt(60));

            try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
                update.recover();
                List<String> now = Campaign.listing(folder);
                assertThat(now).as("kill %d", kill).isIn(even, odd);
                assertThat(Campaign.leftovers(folder)).as("kill %d", kill).isSubsetOf("download");
                Digest bundle = update.inventory().bundle().orElseThrow();
                assertThat(bundle).isEqualTo(BundleDigest.of(update.inventory().files()));
                assertThat(update.inventory().modified()).isEmpty();
            }
        }
        System.out.println("crash points tried: " + KILLS + " (KilledProcessCrashTest)");
    }

    private static List<String> listingOf(Campaign campaign, Path folder) throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            campaign.rollOut(update);
        }
        return Campaign.listing(folder);
    }

    private void runAndKill(Path folder, long sequence, int milliseconds) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToAndFro.class.getName(),
                        folder.toString(),
                        Long.toString(sequence))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo(Long.toString(sequence));
            refusedWhileItRuns(folder, process.pid());
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void refusedWhileItRuns(Path folder, long pid) throws IOException {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            assertThatThrownBy(update::recover)
                    .isInstanceOf(UpdateFailedException.class)
                    .hasMessageContaining("another update of " + folder + " is running: process " + pid + " on ");
        }
    }
}
