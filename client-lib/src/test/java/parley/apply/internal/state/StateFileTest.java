package parley.apply.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.apply.MemoryDisk;
import parley.apply.Origin;
import parley.apply.Scenario;
import parley.apply.internal.disk.ApplyFailure;
import parley.apply.internal.disk.Layout;
import parley.apply.internal.disk.Sha256;
import parley.message.Reason;
import parley.message.bundle.BundleRef;

class StateFileTest {
    private static final UpdateTarget TARGET = new UpdateTarget(
            new Origin("S1", "t-1", "the task", new BundleRef("edge \n proxy", "1.0 ü", 42, Sha256.of("bundle"))),
            "offer-7",
            2);
    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00.123Z");

    private final MemoryDisk disk = new MemoryDisk();
    private final StateFile file = new StateFile(disk);

    @BeforeEach
    void aFolderOfParley() throws Exception {
        disk.makeFolder(Layout.FOLDER, 0700);
    }

    @Test
    void withoutAFileThereIsNothingToRemember() throws Exception {
        assertThat(file.load()).isEqualTo(State.NONE);
    }

    @Test
    void remembersEverything() throws Exception {
        State state = State.NONE
                .applied(TARGET, Map.of("a b/c", Scenario.entry("x", 0640), "ä", Scenario.entry("", 0600)), NOW)
                .rolledBack(TARGET, Reason.CHECK_FAILED, "exit code 1\nand more", NOW.plusMillis(1));

        file.save(state);

        assertThat(file.load()).isEqualTo(state);
        assertThat(disk.listing(true)).hasSize(2).noneMatch(line -> line.contains("state.next"));
    }

    @Test
    void anEmptyStateIsAState() throws Exception {
        file.save(State.NONE);

        assertThat(file.load()).isEqualTo(State.NONE);
    }

    @Test
    void theHighestSequenceOfAServerNeverFalls() {
        State state = State.NONE.applied(TARGET, Map.of(), NOW);
        UpdateTarget older = new UpdateTarget("S1", "offer-8", 1, new BundleRef("edge", "0.9", 41, Sha256.of("older")));
        UpdateTarget other = new UpdateTarget("S2", "offer-1", 1, new BundleRef("edge", "0.1", 1, Sha256.of("other")));

        assertThat(state.applied(older, Map.of(), NOW)
                        .applied(other, Map.of(), NOW)
                        .highest())
                .isEqualTo(Map.of("S1", 42L, "S2", 1L));
    }

    @Test
    void aDamagedFileIsRefusedWithWhatToDo() throws Exception {
        file.save(State.NONE.applied(TARGET, Map.of("a", Scenario.entry("x", 0640)), NOW));
        String good = new String(disk.read(Layout.STATE).readAllBytes(), StandardCharsets.UTF_8);

        for (String bad : new String[] {"", "x", good.substring(1), good.replace("0640", "0641"), good + "x"}) {
            disk.delete(Layout.STATE);
            disk.with(Layout.STATE, bad, 0600);
            assertThatThrownBy(file::load)
                    .isInstanceOf(ApplyFailure.class)
                    .hasMessage("the state file .parley/state is damaged; move it away to let Parley start again here");
        }
    }
}
