package parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import parley.message.ClientState;
import parley.message.Inventory;
import parley.message.LookAt;
import parley.message.Offer;
import parley.message.bundle.Action;
import parley.message.bundle.Change;
import parley.message.bundle.FileEntry;

/** A handler need not look at everything: the server asks for what it wants to know besides. */
class PartialInventoryTest extends ClientFixture {

    private final Reluctant reluctant = new Reluctant();
    private final List<Offer> offers = new ArrayList<>();

    PartialInventoryTest() {
        handler = reluctant;
    }

    /** Has nothing in its first inventory. */
    private class Reluctant extends MemoryHandler {
        final List<List<String>> asked = new ArrayList<>();
        boolean knowsTheQuestion = true;

        @Override
        public Inventory inventory() throws parley.client.UpdateFailedException {
            super.inventory();
            return new Inventory(Optional.empty(), Optional.empty(), Map.of(), List.of(), Map.of(), true);
        }

        @Override
        public Inventory inventory(List<String> paths) throws UpdateFailedException {
            if (!knowsTheQuestion) {
                return inventory();
            }
            asked.add(paths);
            Map<String, FileEntry> found = new TreeMap<>(super.inventory().files());
            found.keySet().retainAll(paths);
            return new Inventory(Optional.empty(), Optional.empty(), found, List.of(), Map.of());
        }

        @Override
        public parley.message.Answer decide(Offer offer) throws UpdateFailedException {
            offers.add(offer);
            return super.decide(offer);
        }
    }

    @Test
    void theServerOffersWhatDiffersOnceItHasAsked() throws Exception {
        handler.files.put("a.conf", new byte[] {9});
        server.file("a.conf", "new").file("b.conf", "b");

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(reluctant.asked).containsExactly(List.of("a.conf", "b.conf"));
        assertThat(offers).singleElement().satisfies(offer -> assertThat(offer.changes())
                .extracting(Change::action)
                .containsExactlyInAnyOrder(Action.REPLACE, Action.ADD));
    }

    @Test
    void whoHasItAllIsOfferedNothing() throws Exception {
        handler.files.put("a.conf", "a".getBytes());
        server.file("a.conf", "a");

        assertThat(run(client()).state()).isEqualTo(ClientState.NOTHING_TO_DO);

        assertThat(offers).isEmpty();
    }

    @Test
    void aHandlerThatDoesNotKnowTheQuestionIsNotAskedWithoutEnd() throws Exception {
        reluctant.knowsTheQuestion = false;
        server.file("a.conf", "a");

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(server.heard(Inventory.class)).extracting(Inventory::partial).containsExactly(true, false);
    }

    @Test
    void aQuestionThatNothingLedToIsNotAnswered() throws Exception {
        server.file("a.conf", "a");
        server.instead = (session, message) -> {
            server.answer(session, message);
            if (message instanceof Inventory inventory && !inventory.partial()) {
                session.send(new LookAt(List.of("b.conf")));
            }
        };

        assertThat(run(client()).state()).isEqualTo(ClientState.SUCCEEDED);

        assertThat(reluctant.asked).containsExactly(List.of("a.conf"));
    }
}
