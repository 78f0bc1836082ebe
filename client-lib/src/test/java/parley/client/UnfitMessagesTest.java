package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.UpdateException.Problem;
import parley.message.Agreed;
import parley.message.Answer;
import parley.message.Fetch;
import parley.message.Inventory;
import parley.message.Pause;
import parley.message.bundle.Change;
import parley.protocol.CloseCode;

/** What a server cannot say ends the session with the code for it. */
class UnfitMessagesTest extends ClientFixture {

    UnfitMessagesTest() {
        server.file("empty", "");
    }

    @Test
    void aMessageThatIsNotJsonIsClosedWith20() {
        server.instead = (session, message) -> session.raw("{".getBytes(StandardCharsets.UTF_8));

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.MALFORMED_JSON);
    }

    @Test
    void aMessageOfTheOtherSideIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Inventory) {
                session.send(Inventory.empty());
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void aMessageBeforeTheWelcomeIsClosedWith22() {
        server.instead = (session, message) -> session.send(new Pause("early"));

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void dataThatNobodyAskedForIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Inventory) {
                session.data(1, 0, new byte[] {1});
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void dataWithAGapIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Fetch fetch) {
                session.data(fetch.fetch(), 1, new byte[] {1});
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(server.closes).containsExactly(CloseCode.WRONG_STATE);
    }

    @Test
    void aServerThatAgreesToWhatItDidNotOfferIsClosedWith22() {
        server.instead = (session, message) -> {
            if (message instanceof Answer) {
                session.send(new Agreed("o-1", List.of(Change.remove("other")), 0));
            } else {
                server.answer(session, message);
            }
        };

        assertThat(failure().problem()).isEqualTo(Problem.PROTOCOL);
        assertThat(handler.calls).doesNotContain("apply");
    }
}
