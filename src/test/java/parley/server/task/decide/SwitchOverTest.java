package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.message.ClientState;
import parley.message.json.Word;
import parley.server.task.model.PolicyJson;

class SwitchOverTest {

    /** A client with an exclamation mark is excused. "admits": others can still join. "resumed": after a pause. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            everybody who joined is ready             | {}                                      | admits  | staged staged              | RELEASE
            one has nothing to do                     | {}                                      | admits  | staged nothing_to_do       | RELEASE
            one still downloads                       | {}                                      | admits  | staged downloading         | NOT_YET
            one has put it off                        | {}                                      | admits  | staged deferred            | NOT_YET
            one waits for the window                  | {}                                      | admits  | staged waiting             | NOT_YET
            nobody is ready                           | {}                                      | admits  | nothing_to_do              | NOT_YET
            nobody is there                           | {}                                      | admits  |                            | NOT_YET
            two of three expected are ready           | {"expectedClients":3}                   | admits  | staged staged              | NOT_YET
            all expected are ready                    | {"expectedClients":3}                   | admits  | staged staged staged       | RELEASE
            one more than expected is on its way      | {"expectedClients":2}                   | admits  | staged staged joined       | RELEASE
            one dropped out                           | {}                                      | admits  | staged failed              | DROPPED_OUT
            one dropped out, another is on its way    | {}                                      | no      | downloading declined       | DROPPED_OUT
            the only one failed                       | {}                                      | no      | failed                     | NOT_YET
            one dropped out and is excused            | {}                                      | resumed | staged timed_out!          | RELEASE
            another drops out after that              | {}                                      | resumed | staged timed_out! failed   | DROPPED_OUT
            the excused one counts as expected        | {"expectedClients":2}                   | resumed | staged rolled_back!        | RELEASE
            go on without drop-outs                   | {"dropOut":"go_on"}                     | admits  | staged failed              | RELEASE
            go on, but somebody is on the way         | {"dropOut":"go_on"}                     | admits  | staged failed accepted     | NOT_YET
            go on, drop-outs count as expected        | {"dropOut":"go_on","expectedClients":2} | admits  | staged failed              | RELEASE
            an operator has shut one out              | {}                                      | admits  | staged revoked             | RELEASE
            expected ones cannot come any more        | {"expectedClients":3}                   | no      | staged                     | MISSING
            they are not waited for after a resume    | {"expectedClients":3}                   | resumed | staged                     | RELEASE
            nor where the policy says to go on        | {"dropOut":"go_on","expectedClients":3} | no      | staged                     | RELEASE
            """)
    void theOthersAreLetGoWhenEverybodyWhoCountsIsReady(
            String story, String policy, String how, String clients, SwitchOver expected) {
        List<SwitchOver.StateCount> standings = clients == null
                ? List.of()
                : Arrays.stream(clients.split(" "))
                        .map(SwitchOverTest::standing)
                        .toList();
        Policy read = PolicyJson.read(policy);

        assertThat(SwitchOver.of(read, standings, how.equals("admits"), how.equals("resumed")))
                .isEqualTo(expected);
    }

    private static SwitchOver.StateCount standing(String text) {
        ClientState state = Word.of(ClientState.class, text.replace("!", "")).orElseThrow();
        return new SwitchOver.StateCount(state, text.endsWith("!"), 1);
    }
}
