package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.message.ClientState;

/** That the server does what docs/states.md says of each state and event, and nothing on any other. */
class StateTableTest {

    private static final Map<String, Happening> HAPPENINGS = Happening.all();

    static List<StateTable.Row> rows() throws IOException {
        return StateTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aRowOfTheTable(StateTable.Row row) {
        ClientRecord client = Example.client(row.from());

        NegotiationStep step = happen(client, row.on());

        assertThat(step.client().state()).isEqualTo(row.to());
        assertThat(said(step)).isEqualTo(row.sends());
        assertThat(step.client().attempt()).isEqualTo(client.attempt() + row.attempts());
        assertThat(step.transitions().isEmpty()).isEqualTo(row.from() == row.to() && row.attempts() == 0);
    }

    static Stream<Arguments> everythingElse() throws IOException {
        Set<String> told =
                rows().stream().map(row -> row.from() + " " + row.on()).collect(Collectors.toSet());
        return Arrays.stream(ClientState.values()).flatMap(state -> HAPPENINGS.keySet().stream()
                .filter(on -> !told.contains(state + " " + on))
                .map(on -> Arguments.of(state, on)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everythingElse")
    void whateverIsNotInTheTableChangesNothing(ClientState state, String on) {
        ClientRecord client = Example.client(state);

        NegotiationStep step = happen(client, on);

        assertThat(step.transitions()).isEmpty();
        assertThat(step.client().state()).isEqualTo(state);
        assertThat(said(step)).isIn("", "ack");
    }

    @Test
    void theTableHasEveryStateAndNoOther() throws IOException {
        assertThat(rows().stream().map(StateTable.Row::from).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(ClientState.values());
    }

    @Test
    void theTableSaysEachThingOnceAndOnlyWhatIsTried() throws IOException {
        assertThat(rows().stream().map(row -> row.from() + " " + row.on())).doesNotHaveDuplicates();
        assertThat(rows()).extracting(StateTable.Row::on).isSubsetOf(HAPPENINGS.keySet());
    }

    @Test
    void whatOnlyTheServerGivesIsNeverTakenFromAReport() {
        for (ClientState from : ClientState.values()) {
            for (ClientState reported : EnumSet.complementOf(EnumSet.copyOf(Happening.REPORTED))) {
                assertThat(ReportRule.of(from, reported, true)).isEqualTo(ReportRule.WRONG);
            }
        }
    }

    private static NegotiationStep happen(ClientRecord client, String on) {
        Example.Memory memory = new Example.Memory();
        if (client.state() == ClientState.PENDING || client.state() == ClientState.JOINED) {
            memory.offers.clear();
        }
        return HAPPENINGS.get(on).to(client, memory);
    }

    private static String said(NegotiationStep step) {
        return step.close().map(code -> "close " + code.code()).orElseGet(() -> Example.words(step.send()));
    }
}
