package parley.server.task.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.Reason;

class FailureGroupsTest {

    private final FailureGroups groups = new FailureGroups();

    private void add(String name, ClientState state, Reason reason, @Nullable String output) {
        groups.add(name, state, Optional.of(reason), Optional.of("exit code 1"), Optional.ofNullable(output));
    }

    @Test
    void linesThatDifferInDigitsOnlyAreOneGroupAndTheLargestComesFirst() {
        add("db-1", ClientState.FAILED, Reason.NO_SPACE, null);
        add("web-1", ClientState.ROLLED_BACK, Reason.CHECK_FAILED, "\n 12:04:11 port 80 is taken\nbye");
        add("web-2", ClientState.ROLLED_BACK, Reason.CHECK_FAILED, "12:05:03 port 8080 is taken");
        add("web-3", ClientState.FAILED, Reason.CHECK_FAILED, "12:05:03 port 8080 is taken");

        assertThat(groups.groups())
                .extracting(group -> group.line().orElseThrow(), FailureGroups.Group::names)
                .containsExactly(
                        tuple("12:04:11 port 80 is taken", List.of("web-1", "web-2")),
                        tuple("exit code 1", List.of("db-1")),
                        tuple("12:05:03 port 8080 is taken", List.of("web-3")));
        assertThat(groups.clients()).isEqualTo(4);
    }

    @Test
    void clientsThatFailInMoreThanAHundredWaysAreOnlyCounted() {
        for (int i = 0; i < 103; i++) {
            add("web-" + i, ClientState.FAILED, Reason.INTERNAL, "x".repeat(i + 1));
        }

        assertThat(groups.groups()).hasSize(100);
        assertThat(groups.clients()).isEqualTo(103);
        assertThat(groups.others()).isEqualTo(3);
    }

    @Test
    void ofALargeGroupTheFirstThousandAreNamedAndALongLineIsCut() {
        for (int i = 0; i < 1_200; i++) {
            add("web-" + i, ClientState.FAILED, Reason.INTERNAL, "y".repeat(300));
        }

        FailureGroups.Group all = groups.groups().get(0);
        assertThat(all.clients()).isEqualTo(1_200);
        assertThat(all.names()).hasSize(1_000);
        assertThat(all.line()).contains("y".repeat(199) + "…");
    }
}
