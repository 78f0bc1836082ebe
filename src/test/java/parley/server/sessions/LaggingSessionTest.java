package parley.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.server.task.model.SeenState;

class LaggingSessionTest {

    private static final SeenState PAUSED = new SeenState(ClientState.JOINED, 0, false, TaskState.PAUSED);

    @Test
    void aGroupHasAtMostAHundredSessions() {
        assertThat(sizes(IntStream.range(0, 250)
                        .mapToObj(i -> lagging("c" + i, 40_960))
                        .toList()))
                .containsExactly(100, 100, 50);
    }

    @Test
    void aGroupNeedsAtMostSixteenMebibytes() {
        assertThat(groups(List.of(lagging("a", 8 << 20), lagging("b", 8 << 20), lagging("c", 1))))
                .containsExactly(Set.of("a", "b"), Set.of("c"));
    }

    @Test
    void aSessionThatNeedsMoreIsAGroupOfItsOwn() {
        assertThat(groups(List.of(lagging("a", 1), lagging("b", 20 << 20), lagging("c", 1))))
                .containsExactly(Set.of("a"), Set.of("b"), Set.of("c"));
    }

    @Test
    void withoutSessionsThereIsNoGroup() {
        assertThat(LaggingSession.groups(List.of())).isEmpty();
    }

    private static LaggingSession lagging(String client, long bytes) {
        return new LaggingSession(client, null, PAUSED, bytes);
    }

    private static List<Set<String>> groups(List<LaggingSession> lagging) {
        return LaggingSession.groups(lagging).stream()
                .map(group -> Set.copyOf(group.keySet()))
                .toList();
    }

    private static List<Integer> sizes(List<LaggingSession> lagging) {
        return groups(lagging).stream().map(Set::size).toList();
    }
}
