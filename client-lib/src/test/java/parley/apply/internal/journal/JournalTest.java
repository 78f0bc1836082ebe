package parley.apply.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.apply.MemoryDisk;
import parley.apply.Scenario;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.FileAccess;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.apply.internal.journal.JournalText.Story;
import parley.apply.internal.plan.Plan;
import parley.apply.internal.plan.Plan.OldFolder;
import parley.apply.internal.plan.Plan.Put;
import parley.apply.internal.state.UpdateTarget;
import parley.message.bundle.BundleRef;

class JournalTest {
    private static final Plan PLAN = new Plan(
            new UpdateTarget("S 1", "offer=7&\nüñ", 3, new BundleRef("edge proxy", "", 42, Sha256.of("bundle"))),
            List.of(
                    new Put("a file with spaces", Scenario.entry("new", 0644), true),
                    new Put("ä/ö", Scenario.entry("", 0600), false)),
            List.of("gone away"),
            List.of("ä"),
            List.of(new OldFolder("old folder", 0750)));

    private final MemoryDisk disk = new MemoryDisk();

    private byte[] journal(Phase... phases) throws Exception {
        disk.makeFolder(Layout.FOLDER, 0700);
        try (Journal journal = Journal.start(disk, PLAN, new Random(1))) {
            for (Phase phase : phases) {
                journal.reached(phase);
            }
        }
        return disk.read(Layout.JOURNAL).readAllBytes();
    }

    @Test
    void tellsThePlanAndThePhaseReached() throws Exception {
        journal(Phase.STAGED, Phase.BACKED_UP, Phase.SWAPPED, Phase.RUN, Phase.RESTORING);

        Story story = Journal.read(disk).orElseThrow();

        assertThat(story.plan()).isEqualTo(PLAN);
        assertThat(story.phase()).isEqualTo(Phase.RESTORING);
        assertThat(story.ran()).isTrue();
    }

    @Test
    void goesOnWhereAnotherProcessStopped() throws Exception {
        journal(Phase.STAGED);
        try (Journal journal = Journal.resume(disk, Journal.read(disk).orElseThrow())) {
            journal.reached(Phase.BACKED_UP);
        }
        assertThat(Journal.read(disk).map(Story::phase)).contains(Phase.BACKED_UP);
    }

    @Test
    void cutAnywhereItTellsAnEarlierPhaseOrNothing() throws Exception {
        byte[] whole = journal(Phase.STAGED, Phase.BACKED_UP);
        Phase last = null;
        for (int length = 0; length <= whole.length; length++) {
            Optional<Story> story = JournalText.parse(Arrays.copyOf(whole, length));
            Phase phase = story.map(Story::phase).orElse(null);
            if (last != null) {
                assertThat(phase).isGreaterThanOrEqualTo(last);
            }
            last = phase;
        }
        assertThat(last).isEqualTo(Phase.BACKED_UP);
    }

    @Test
    void aTornLineIsFollowedByOneWithItsNumber() throws Exception {
        byte[] whole = journal(Phase.STAGED, Phase.BACKED_UP);
        byte[] torn = Arrays.copyOf(whole, whole.length - 5);
        disk.delete(Layout.JOURNAL);
        try (FileAccess.Sink sink = disk.create(Layout.JOURNAL)) {
            sink.write(torn, 0, torn.length);
        }
        Story story = Journal.read(disk).orElseThrow();
        assertThat(story.phase()).isEqualTo(Phase.STAGED);
        assertThat(story.torn()).isTrue();

        try (Journal journal = Journal.resume(disk, story)) {
            journal.reached(Phase.RESTORING);
        }

        assertThat(Journal.read(disk).map(Story::phase)).contains(Phase.RESTORING);
    }

    @Test
    void aDamagedLineInTheMiddleIsRefused() throws Exception {
        String whole = new String(journal(Phase.STAGED, Phase.BACKED_UP), StandardCharsets.UTF_8);

        for (String word : List.of("begin", "gone away", "folder", "planned", "staged")) {
            byte[] damaged = whole.replace(" " + word, " " + word.toUpperCase()).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> JournalText.parse(damaged))
                    .as(word)
                    .isInstanceOf(ApplyFailure.class)
                    .hasMessageContaining("is damaged; nothing was touched")
                    .hasMessageContaining(".parley/backup");
        }
    }

    @Test
    void aPlanThatWasTornInTheMiddleIsNoPlan() throws Exception {
        String whole = new String(journal(), StandardCharsets.UTF_8);

        assertThat(JournalText.parse(whole.replace("gone", "g\0\0e").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void anEmptyFileIsNoPlan() throws Exception {
        assertThat(JournalText.parse(new byte[0])).isEmpty();
        assertThat(JournalText.parse(new byte[4096])).isEmpty();
    }
}
