package parley.server.task.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.message.Answer;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.LookAt;
import parley.message.Message;
import parley.message.NothingToDo;
import parley.message.Offer;
import parley.message.Reason;
import parley.message.TaskState;
import parley.message.bundle.FileEntry;

/** A client names first what Parley wrote there; what else the target has a file for, the server asks for. */
class OfferFromPartialInventoryTest {

    private final Negotiation negotiation = Example.negotiation();
    private final Example.Memory memory = new Example.Memory();
    private TaskSnapshot task = Example.task();
    private ClientRecord client = ClientRecord.joined(true);

    private List<Message> say(Message message) {
        NegotiationStep step = negotiation.take(client, task, memory, message, Example.SESSION);
        assertThat(step.close()).isEmpty();
        client = memory.store(step);
        return step.send();
    }

    @Test
    void whatAPartialInventoryLeavesOutIsAskedForBeforeAnythingFollows() {
        assertThat(say(Example.PARTIAL)).containsExactly(new LookAt(List.of("tls/site.pem")));
        assertThat(client).isEqualTo(ClientRecord.joined(true));
        assertThat(memory.transitions).isEmpty();

        Offer offer = (Offer) say(Example.PARTIAL.complete()).get(0);

        assertThat(offer.changes()).isEqualTo(Example.CHANGES);
        assertThat(offer.attempt()).isEqualTo(1);
    }

    @Test
    void aPartialInventoryThatTellsOfEveryFileOfTheTargetIsEnough() {
        assertThat(say(partial(Example.OUTDATED.files(), List.of("tls/site.pem"))))
                .as("changed since Parley wrote it, and not among the files: gone")
                .hasOnlyElementsOfType(Offer.class);
        assertThat(say(partial(Example.BUNDLE, List.of())))
                .containsExactly(new NothingToDo("everything is as the update wants it"));
    }

    @Test
    void aClientThatForgotWhatItHasIsNoFallBack() {
        say(Example.OUTDATED);
        say(Answer.accept("o2"));
        say(Example.report("o2", 1, 1, ClientState.STAGED));
        say(Example.report("o2", 1, 2, ClientState.SUCCEEDED));
        int steps = memory.transitions.size();
        for (TaskState state : List.of(TaskState.OPEN, TaskState.PAUSED, TaskState.FINISHED)) {
            task = Example.task(state, Policy.DEFAULT);

            assertThat(say(partial(Map.of(), List.of())))
                    .containsExactly(new LookAt(List.of("app.conf", "tls/site.pem")));
            assertThat(say(Example.UP_TO_DATE))
                    .containsExactly(new NothingToDo("everything is as the update wants it"));
        }
        assertThat(memory.transitions).hasSize(steps);
        assertThat(client.attempt()).isEqualTo(1);
    }

    @Test
    void aClientWithNothingToDoMayComeBackAsOftenAsItLikesInOneAttempt() {
        say(Example.UP_TO_DATE);
        for (int i = 0; i < 3; i++) {
            assertThat(say(partial(Map.of(), List.of()))).hasOnlyElementsOfType(LookAt.class);
            assertThat(say(Example.UP_TO_DATE)).hasOnlyElementsOfType(NothingToDo.class);
        }
        assertThat(client.attempt()).isEqualTo(1);
        assertThat(memory.transitions).hasSize(1);
    }

    private static Inventory partial(Map<String, FileEntry> files, List<String> modified) {
        return new Inventory(Optional.empty(), Optional.empty(), files, modified, Map.of(), true);
    }

    @Test
    void aClientThatCannotTellWhatItHasHasDeclinedForThatReason() {
        say(Example.PARTIAL);
        for (String why : List.of("Too many files.", "The disk cannot be read.")) {
            assertThat(say(Inventory.unable(Reason.UNSUPPORTED, why))).isEmpty();

            assertThat(client.state()).isEqualTo(ClientState.DECLINED);
            assertThat(client.reason()).contains(Reason.UNSUPPORTED);
            assertThat(client.detail()).contains(why);
        }
        assertThat(client.attempt()).isEqualTo(1);
        assertThat(memory.transitions).hasSize(1);
        assertThat(say(Example.OUTDATED)).hasOnlyElementsOfType(Offer.class);
    }
}
