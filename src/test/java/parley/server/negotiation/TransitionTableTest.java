package parley.server.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.message.ClientState;
import parley.message.Decision;
import parley.message.TaskState;
import parley.message.Word;
import parley.protocol.CloseCode;

class TransitionTableTest {

    /** Rows: the client's state. Columns: the state that it reports. {@code >} moves, {@code =} stays, {@code 22} closes. */
    private static final String REPORTS =
            """
            state         | downloading | staged | applying | checking | confirming | succeeded | failed | rolled_back | declined | offered | cancelled
            joined        | 22          | 22     | 22       | 22       | 22         | 22        | 22     | 22          | 22       | 22      | 22
            offered       | 22          | 22     | 22       | 22       | 22         | 22        | >      | 22          | >        | 22      | 22
            waiting       | 22          | 22     | 22       | 22       | 22         | 22        | >      | 22          | >        | 22      | 22
            deferred      | 22          | 22     | 22       | 22       | 22         | 22        | >      | 22          | >        | 22      | 22
            accepted      | >           | >      | 22       | 22       | 22         | 22        | >      | >           | >        | 22      | 22
            downloading   | =           | >      | 22       | 22       | 22         | 22        | >      | >           | >        | 22      | 22
            staged        | =           | =      | >        | >        | >          | >         | >      | >           | >        | 22      | 22
            applying      | =           | =      | =        | >        | >          | >         | >      | >           | 22       | 22      | 22
            checking      | =           | =      | =        | =        | >          | >         | >      | >           | 22       | 22      | 22
            confirming    | =           | =      | =        | =        | =          | >         | >      | >           | 22       | 22      | 22
            succeeded     | =           | =      | =        | =        | =          | =         | =      | =           | =        | 22      | 22
            failed        | =           | =      | =        | =        | =          | =         | =      | =           | =        | 22      | 22
            rolled_back   | =           | =      | =        | =        | =          | =         | =      | =           | =        | 22      | 22
            declined      | =           | =      | =        | =        | =          | =         | =      | =           | =        | 22      | 22
            nothing_to_do | =           | =      | =        | =        | =          | =         | =      | =           | =        | 22      | 22
            cancelled     | =           | =      | =        | =        | =          | >         | =      | =           | =        | 22      | 22
            timed_out     | =           | =      | =        | =        | =          | >         | >      | >           | =        | 22      | 22
            """;

    static Stream<Arguments> reports() {
        return Table.cells(REPORTS);
    }

    @ParameterizedTest(name = "{0}, reports {1}: {2}")
    @MethodSource("reports")
    void reportMovesTheClientForwardOnly(String state, String reported, String rule) {
        ClientState from = state(state);
        boolean offerIsGone = from == ClientState.NOTHING_TO_DO;
        ReportRule expected =
                switch (rule) {
                    case ">" -> ReportRule.MOVE;
                    case "=" -> ReportRule.NOTE;
                    default -> ReportRule.WRONG;
                };
        boolean proceeded = Example.client(from).proceeded().isPresent();
        assertThat(ReportRule.of(from, state(reported), proceeded)).isEqualTo(expected);
        if (from == ClientState.JOINED || offerIsGone) {
            return;
        }

        Step step = Example.negotiation()
                .take(
                        Example.client(from),
                        Example.task(),
                        new Example.Memory(),
                        Example.report(1, state(reported)),
                        Example.SESSION);

        if (rule.equals("22")) {
            assertThat(step.close()).contains(CloseCode.WRONG_STATE);
            assertThat(step.client()).isEqualTo(Example.client(from));
            assertThat(step.send()).isEmpty();
        } else {
            assertThat(step.close()).isEmpty();
            assertThat(step.client().state()).isEqualTo(rule.equals(">") ? state(reported) : from);
            assertThat(step.client().seq()).isEqualTo(1);
            assertThat(step.transitions()).hasSize(rule.equals(">") ? 1 : 0);
            boolean proceeds = rule.equals(">") && reported.equals("staged");
            assertThat(Example.words(step.send())).isEqualTo(proceeds ? "ack proceed" : "ack");
        }
    }

    /** Rows: the client's state. Columns: what arrives or happens. Cells: the next state, and what is sent or the code. */
    private static final String EVENTS =
            """
            state         | outdated inventory         | inventory up to date          | accept           | decline  | defer            | counter          | cancel            | time out          | revoke | retry
            pending       | pending: wait              | pending: wait                 | pending: 22      | pending: 22 | pending: 22   | pending: 22      | cancelled: cancel | timed_out: cancel | revoked: 2 | pending:
            joined        | offered#1: offer           | nothing_to_do#1: nothing_to_do | joined: 22      | joined: 22 | joined: 22     | joined: 22       | cancelled: cancel | timed_out: cancel | revoked: 2 | joined:
            offered       | offered#1: offer           | nothing_to_do#1: nothing_to_do | accepted: agreed | declined: | offered: refused | offered: refused | cancelled: cancel | timed_out: cancel | revoked: 2 | offered:
            waiting       | accepted: agreed           | accepted: agreed              | accepted: agreed | waiting: | waiting:         | waiting:         | cancelled: cancel | timed_out: cancel | revoked: 2 | waiting:
            deferred      | offered#1: offer           | nothing_to_do#1: nothing_to_do | accepted: agreed | declined: | deferred: refused | deferred: refused | cancelled: cancel | timed_out: cancel | revoked: 2 | deferred:
            accepted      | accepted: agreed           | accepted: agreed              | accepted: agreed | accepted: | accepted:       | accepted:        | cancelled: cancel | timed_out: cancel | revoked: 2 | accepted:
            downloading   | downloading: agreed        | downloading: agreed           | downloading: agreed | downloading: | downloading: | downloading:    | cancelled: cancel | timed_out: cancel | revoked: 2 | downloading:
            staged        | staged: proceed            | staged: proceed               | staged: agreed   | staged:  | staged:          | staged:          | cancelled: cancel | timed_out: cancel | revoked: 2 | staged:
            applying      | applying:                  | applying:                     | applying: agreed | applying: | applying:       | applying:        | cancelled: cancel | timed_out: cancel | revoked: 2 | applying:
            checking      | checking:                  | checking:                     | checking: agreed | checking: | checking:       | checking:        | cancelled: cancel | timed_out: cancel | revoked: 2 | checking:
            confirming    | confirming:                | confirming:                   | confirming: agreed | confirming: | confirming:   | confirming:      | cancelled: cancel | timed_out: cancel | revoked: 2 | confirming:
            succeeded     | offered#2: offer           | succeeded: nothing_to_do      | succeeded:       | succeeded: | succeeded:     | succeeded:       | succeeded:        | succeeded:        | revoked: 2 | succeeded:
            failed        | failed: refused            | failed: refused               | failed:          | failed:  | failed:          | failed:          | failed:           | failed:           | revoked: 2 | joined#1: resume
            rolled_back   | offered#2: offer           | nothing_to_do#2: nothing_to_do | rolled_back:    | rolled_back: | rolled_back: | rolled_back:    | rolled_back:      | rolled_back:      | revoked: 2 | joined#1: resume
            declined      | offered#2: offer           | nothing_to_do#2: nothing_to_do | declined:       | declined: | declined:       | declined:        | declined:         | declined:         | revoked: 2 | joined#1: resume
            nothing_to_do | offered#2: offer           | nothing_to_do#1: nothing_to_do | nothing_to_do:  | nothing_to_do: | nothing_to_do: | nothing_to_do: | nothing_to_do:  | nothing_to_do:    | revoked: 2 | joined#1: resume
            cancelled     | cancelled: cancel          | cancelled: cancel             | cancelled:       | cancelled: | cancelled:     | cancelled:       | cancelled:        | cancelled:        | revoked: 2 | joined#1: resume
            timed_out     | offered#2: offer           | nothing_to_do#2: nothing_to_do | timed_out:      | timed_out: | timed_out:     | timed_out:       | timed_out:        | timed_out:        | revoked: 2 | joined#1: resume
            revoked       | revoked: 2                 | revoked: 2                    | revoked: 2       | revoked: 2 | revoked: 2     | revoked: 2       | revoked:          | revoked:          | revoked: | revoked:
            """;

    static Stream<Arguments> events() {
        return Table.cells(EVENTS);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("events")
    void eventLeadsToTheNextState(String state, String event, String expected) {
        ClientRecord client = Example.client(state(state));
        Example.Memory memory = new Example.Memory();
        if (client.state() == ClientState.PENDING || client.state() == ClientState.JOINED) {
            memory.offers.clear();
        }

        Step step = happen(client, memory, event);

        String result =
                step.close().map(code -> String.valueOf(code.code())).orElseGet(() -> Example.words(step.send()));
        String attempt = expected.contains("#") ? "#" + step.client().attempt() : "";
        assertThat((step.client().state().word() + attempt + ": " + result).strip())
                .isEqualTo(expected);
    }

    private static Step happen(ClientRecord client, Example.Memory memory, String event) {
        Negotiation negotiation = Example.negotiation();
        return switch (event) {
            case "cancel" -> negotiation.cancel(client, "the operator said so");
            case "time out" -> negotiation.timeOut(client, "the deadline has passed");
            case "retry" -> negotiation.retry(client, "the operator said so");
            case "revoke" -> negotiation.revoke(client, "the operator said so");
            case "outdated inventory" ->
                negotiation.take(client, Example.task(), memory, Example.OUTDATED, Example.SESSION);
            case "inventory up to date" ->
                negotiation.take(client, Example.task(), memory, Example.UP_TO_DATE, Example.SESSION);
            default ->
                negotiation.take(
                        client,
                        Example.task(),
                        memory,
                        Example.answer(Word.of(Decision.class, event).orElseThrow()),
                        Example.SESSION);
        };
    }

    @Test
    void tablesCoverEveryState() {
        for (ClientState state : ClientState.values()) {
            assertThat(EVENTS).contains("\n" + state.word() + " ");
        }
    }

    @Test
    void nothingIsOfferedInATaskThatHasEnded() {
        for (ClientState state : ClientState.values()) {
            Step step = Example.negotiation()
                    .take(
                            Example.client(state),
                            Example.task(TaskState.FINISHED, Policy.DEFAULT),
                            new Example.Memory(),
                            Example.OUTDATED,
                            Example.SESSION);
            assertThat(Example.words(step.send())).as(state.word()).doesNotContain("offer");
            assertThat(step.client().attempt()).isEqualTo(Example.client(state).attempt());
        }
    }

    private static ClientState state(String word) {
        return Word.of(ClientState.class, word).orElseThrow();
    }
}
