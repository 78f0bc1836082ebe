package parley.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Applied;
import parley.message.ClientState;
import parley.message.bundle.BundleDigest;
import parley.message.bundle.Digest;

/**
 * A real process that applies one update after the other is killed (with SIGKILL) at random moments. A longer run:
 * {@code mvn test -Dparley.crash.kills=500}.
 */
class KilledProcessCrashTest {
    private static final int KILLS = Integer.getInteger("parley.crash.kills", 10);
    private static final int MOST_MILLIS = 60;
    private static int tried;

    @TempDir
    Path temp;

    private final Random random = new Random(4);
    private Path folder;
    private List<String> even;
    private List<String> odd;

    /** What the process does over and over again until it is killed. */
    enum Doing {
        /** Updates to and fro between two bundles. */
        UPDATING,
        /** The same, each left open, and then confirmed, or undone by the client. */
        CONFIRMING,
        /** Restores the back-up that the restoring before it made. */
        RESTORING
    }

    /** The process; says what it has done, a line for each. */
    static final class Worker {
        private static final Duration CONFIRM_WITHIN = Duration.ofHours(1);

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Doing doing = Doing.valueOf(arguments[1]);
            for (long i = Long.parseLong(arguments[2]); ; i++) {
                switch (doing) {
                    case UPDATING -> update(folder, bundle(i));
                    case CONFIRMING -> confirm(folder, bundle(i).confirm(CONFIRM_WITHIN), i);
                    case RESTORING -> restore(folder);
                }
                System.out.println(i);
            }
        }

        private static void update(Path folder, SampleRollout rollout) throws Exception {
            try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
                rollout.rollOut(update);
            }
        }

        private static void confirm(Path folder, SampleRollout rollout, long i) throws Exception {
            try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
                Applied applied = rollout.rollOut(update);
                if (applied.state() != ClientState.CONFIRMING) {
                    throw new IllegalStateException(applied.toString());
                }
                if (i % 3 == 0) {
                    update.rollBack("offer-" + i, parley.message.Reason.CONFIRM_TIMEOUT, "not confirmed");
                } else {
                    update.commit("offer-" + i);
                }
            }
        }

        private static void restore(Path folder) throws Exception {
            try (Backups backups = Backups.in(folder)) {
                backups.restoreLatest();
            }
        }
    }

    private static SampleRollout bundle(long sequence) {
        SampleRollout even = new SampleRollout()
                .with("app.conf", "even\n", 0644)
                .with("conf.d/a.conf", "a\n", 0600)
                .with("conf.d/b.conf", "b\n", 0644);
        SampleRollout odd = even.next()
                .with("app.conf", "odd\n", 0640)
                .with("bin/reload", "#!/bin/sh\n", 0755)
                .without("conf.d/a.conf")
                .without("conf.d/b.conf");
        SampleRollout next = sequence % 2 == 0 ? odd.next() : even.next();
        next.bundle.clear();
        next.bundle.putAll(sequence % 2 == 0 ? even.bundle : odd.bundle);
        next.texts.putAll(odd.texts);
        return next.sequence(sequence, true);
    }

    @BeforeEach
    void aDestinationWithTheOddBundle() throws Exception {
        folder = temp.resolve("etc");
        even = listingOf(bundle(2), temp.resolve("even"));
        odd = listingOf(bundle(1), folder);
    }

    @AfterAll
    static void sayHowMany() {
        System.out.println("crash points tried: " + tried + " (KilledProcessCrashTest)");
    }

    private static List<String> listingOf(SampleRollout rollout, Path folder) throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            rollout.rollOut(update);
        }
        return SampleRollout.listing(folder);
    }

    @Test
    void killedWhileUpdatingTheFolderHoldsOneBundleOrTheOther() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(Doing.UPDATING, 2 + kill * 1_000_000L);

            isOneBundleOrTheOther(Clock.systemUTC(), "kill " + kill);
        }
    }

    @Test
    void killedWhileAnUpdateWaitsForItsConfirmationItCanBeConfirmedOrIsUndone() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(Doing.CONFIRMING, 2 + kill * 1_000_000L);

            if (kill % 2 == 0) {
                confirmWhatIsOpen();
            }
            Clock afterwards = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
            isOneBundleOrTheOther(afterwards, "kill " + kill);
        }
    }

    private void confirmWhatIsOpen() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            var open = update.recover().filter(r -> r.result().state() == ClientState.CONFIRMING);
            if (open.isPresent()) {
                Digest applied = update.inventory().bundle().orElseThrow();
                assertThat(update.commit(open.get().offer()).state()).isEqualTo(ClientState.SUCCEEDED);
                assertThat(update.inventory().bundle()).contains(applied);
            }
        }
    }

    @Test
    void killedWhileRestoringTheFilesAreThoseBeforeOrAfterIt() throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
            SampleRollout changed = bundle(1).next().with("app.conf", "changed\n", 0600);
            changed.rollOut(update);
        }
        List<String> changed = SampleRollout.listing(folder);
        for (int kill = 1; kill <= KILLS; kill++) {
            runAndKill(Doing.RESTORING, kill * 1_000_000L);

            try (DirectoryUpdate update = DirectoryUpdate.into(folder).build()) {
                update.recover();
                assertThat(SampleRollout.listing(folder)).as("kill " + kill).isIn(odd, changed);
                assertThat(SampleRollout.leftovers(folder)).as("kill " + kill).isSubsetOf("download");
            }
        }
    }

    private void isOneBundleOrTheOther(Clock clock, String when) throws Exception {
        try (DirectoryUpdate update = DirectoryUpdate.into(folder).clock(clock).build()) {
            update.recover();
            List<String> now = SampleRollout.listing(folder);
            assertThat(now).as(when).isIn(even, odd);
            assertThat(SampleRollout.leftovers(folder)).as(when).isSubsetOf("download");
            Digest bundle = update.inventory().bundle().orElseThrow();
            assertThat(bundle).isEqualTo(BundleDigest.of(update.inventory().files()));
            assertThat(update.inventory().modified()).isEmpty();
        }
    }

    private void runAndKill(Doing doing, long first) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString(),
                        doing.name(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo(Long.toString(first));
            process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        tried++;
    }
}
