package parley.server.tasks.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;
import parley.server.tasks.Client;
import parley.server.tasks.StoredTransition;

/**
 * A client of a task as REST shows it. Names, labels, texts and output are the client's own words.
 *
 * @param seq number of its last report
 * @param lastSeen when it was heard of last
 * @param changed when it changed its state or reported last
 * @param bundle digest of the bundle that it has, as far as it said
 * @param history only where one client is asked for
 */
public record ClientJson(
        String name,
        String clientId,
        Map<String, String> labels,
        String state,
        long attempt,
        long seq,
        boolean connected,
        Instant lastSeen,
        Instant joined,
        Instant changed,
        Optional<String> reason,
        Optional<String> detail,
        Optional<String> output,
        Optional<Progress> progress,
        Agent agent,
        Platform platform,
        List<String> capabilities,
        String token,
        Optional<String> bundle,
        Optional<List<Step>> history) {

    /** Bytes. */
    public record Progress(long done, long total) {}

    /** The client's program. */
    public record Agent(String name, String version) {}

    /** The client's machine. */
    public record Platform(String os, String arch, String java) {}

    /** One step of its history; the first has no {@code from}. */
    public record Step(
            Instant at,
            long attempt,
            long seq,
            Optional<String> from,
            String to,
            Optional<String> reason,
            Optional<String> detail,
            Optional<String> output) {

        static Step of(StoredTransition transition) {
            return new Step(
                    transition.at(),
                    transition.attempt(),
                    transition.seq(),
                    transition.from().map(ClientState::word),
                    transition.to().word(),
                    transition.reason().map(Reason::word),
                    transition.detail(),
                    transition.output());
        }
    }

    /**
     * Some clients, by name.
     *
     * @param next the cursor of the next page, if there is one
     */
    public record Page(List<ClientJson> clients, Optional<String> next) {}

    static ClientJson of(Client client) {
        return of(client, Optional.empty());
    }

    static ClientJson of(Client client, List<StoredTransition> history) {
        return of(client, Optional.of(history.stream().map(Step::of).toList()));
    }

    private static ClientJson of(Client client, Optional<List<Step>> history) {
        return new ClientJson(
                client.name(),
                client.clientId(),
                client.labels(),
                client.state().word(),
                client.attempt(),
                client.seq(),
                client.connected(),
                client.lastSeen(),
                client.joined(),
                client.changed(),
                client.reason().map(Reason::word),
                client.detail(),
                client.output(),
                client.progress().map(p -> new Progress(p.done(), p.total())),
                new Agent(client.agent().name(), client.agent().version()),
                new Platform(
                        client.platform().os(),
                        client.platform().arch(),
                        client.platform().java()),
                client.capabilities(),
                client.token(),
                client.bundle(),
                history);
    }
}
