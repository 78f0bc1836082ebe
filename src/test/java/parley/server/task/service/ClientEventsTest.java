package parley.server.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import parley.message.Agent;
import parley.message.ClientState;
import parley.message.Hello;
import parley.message.Inventory;
import parley.message.Progress;
import parley.message.Reason;
import parley.message.bundle.Digest;
import parley.message.platform.Platform;
import parley.protocol.PublicKey;
import parley.server.events.Events;
import parley.server.task.api.ClientJson;
import parley.server.task.decide.Attempt;
import parley.server.task.decide.Barrier;
import parley.server.task.decide.ClientRecord;
import parley.server.task.decide.ClientStatus;
import parley.server.task.decide.Explanation;
import parley.server.task.decide.Policy;
import parley.server.task.model.Client;
import parley.server.task.model.NodeSession;

class ClientEventsTest {

    /** What REST says of a client and events do not: it does not change while a session lasts, or may be long. */
    private static final Set<String> ONLY_REST =
            Set.of("agent", "platform", "capabilities", "token", "output", "history");

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<JsonObject> written = new ArrayList<>();
    private final ClientEvents events = new ClientEvents();

    ClientEventsTest() {
        events.events = new Events() {
            @Override
            public void record(String task, Optional<String> client, String kind, JsonObject content) {
                written.add(content.getJsonObject("client"));
            }
        };
    }

    @Test
    void anEventHasTheMembersOfAClientInRest() throws InvalidKeyException {
        events.progressed(clientWithEverything(), new Barrier(Policy.DEFAULT, Optional.empty(), Optional.empty(), NOW));

        Set<String> rest = new TreeSet<>(Arrays.stream(ClientJson.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
        rest.removeAll(ONLY_REST);
        assertThat(written.get(0).keySet()).containsExactlyInAnyOrderElementsOf(rest);
        assertThat(written.get(0).getJsonObject("labels")).hasToString("{\"role\":\"web\"}");
    }

    @Test
    void onlyAMessageOfTheClientIsAWordOfIt() throws InvalidKeyException {
        Client client = clientWithEverything();
        Instant later = NOW.plusSeconds(60);

        client.take(client.record(Optional.empty()), later);
        assertThat(client.changed()).isEqualTo(later);
        assertThat(client.lastSeen()).isEqualTo(NOW);

        client.heardFrom(later);
        assertThat(client.lastSeen()).isEqualTo(later);
    }

    /** Waits for its approval, the one state in which everything can be said at once. */
    private static Client clientWithEverything() throws InvalidKeyException {
        byte[] key = new byte[32];
        key[0] = 9;
        Client client = new Client(
                "1",
                "task",
                PublicKey.of(key),
                "edge",
                new Hello(
                        "edge",
                        Map.of(),
                        new Agent("parley", "1"),
                        new Platform("Linux", "amd64", "17"),
                        List.of(),
                        Optional.empty()),
                Map.of("role", "web"),
                "token",
                false,
                NOW);
        Digest digest = Digest.of(new byte[32]);
        client.has(new Inventory(
                Optional.of(digest), Optional.of(7L), Map.of(), List.of(), Map.of(), false, Optional.empty()));
        client.cameAs("other", NOW);
        client.place(2, NOW);
        client.take(
                new ClientRecord(
                        new ClientStatus(
                                ClientState.PENDING,
                                new Explanation(Optional.of(Reason.POLICY), Optional.of("why"), Optional.empty()),
                                Optional.of(NOW)),
                        new Attempt(1, Optional.empty(), Optional.empty(), Optional.of(new Progress(1, 2))),
                        3,
                        true,
                        false),
                NOW);
        client.connect(new NodeSession("node", "session", 1), NOW);
        client.shows("072 045", "session");
        return client;
    }
}
