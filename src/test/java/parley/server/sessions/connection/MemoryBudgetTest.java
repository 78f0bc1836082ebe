package parley.server.sessions.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MEGABYTE = 1024 * 1024;

    private final MemoryBudget memory = new MemoryBudget(4 * MEGABYTE);
    private final MemoryBudget.Share greedy = memory.share();
    private final MemoryBudget.Share modest = memory.share();

    @Test
    void whoTakesMuchIsNotedOnlyWhenMemoryIsShort() {
        greedy.take(4 * MEGABYTE);
        assertThat(greedy.tooMuch()).isFalse();

        modest.take(1_000);
        assertThat(greedy.tooMuch()).isTrue();
        assertThat(modest.tooMuch()).isFalse();

        greedy.giveBack(MEGABYTE);
        assertThat(greedy.tooMuch()).isFalse();
    }

    @Test
    void theConnectionsOfOneTokenMayTakeHalfOfTheMemory() {
        MemoryBudget.Share second = memory.share();
        greedy.take(MEGABYTE);
        greedy.belongTo("token");
        second.belongTo("token");
        second.take(MEGABYTE);
        modest.belongTo("another token");
        modest.take(MEGABYTE);
        assertThat(greedy.tooMuch()).isFalse();

        second.take(1);
        assertThat(greedy.tooMuch()).isTrue();
        assertThat(second.tooMuch()).isTrue();
        assertThat(modest.tooMuch()).isFalse();

        second.giveBackAll();
        assertThat(greedy.tooMuch()).isFalse();
    }

    @Test
    void shareThatHasEndedTakesNothingMore() {
        greedy.take(MEGABYTE);
        modest.take(1_000);
        greedy.end();
        greedy.take(MEGABYTE);
        greedy.giveBack(MEGABYTE);

        assertThat(memory.taken()).isEqualTo(1_000);
    }
}
