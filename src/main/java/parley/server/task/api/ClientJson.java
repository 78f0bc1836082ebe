package parley.server.task.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;
import parley.message.Wait;
import parley.server.task.decide.Barrier;
import parley.server.task.model.Client;
import parley.server.task.model.StoredTransition;

/**
 * The JSON of a client of a task. Names, labels, texts and output come from the client, unchecked.
 *
 * @param seq number of its last report
 * @param lastSeen when it last sent something
 * @param changed when it last changed its state or reported
 * @param waitsFor what blocks it: wave, window, others, approval
 * @param waitUntil when that wait is expected to end, or until when the client has deferred
 * @param wave the wave in which it has a place
 * @param approvalCode the six digits to compare with those that the client shows, while it waits for approval
 * @param bundle digest of the bundle that it has, if it said so
 * @param sequence the highest sequence that was ever applied there, if it said so; a task with a lower one is a
 *     downgrade for it
 * @param otherName the last other name under which its key came and was refused: its state folder was copied to
 *     another machine, or the machine was renamed
 * @param otherNameAt when
 * @param history only for the request of one client
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
        Optional<String> waitsFor,
        Optional<Instant> waitUntil,
        Optional<Integer> wave,
        Optional<String> approvalCode,
        Agent agent,
        Platform platform,
        List<String> capabilities,
        String token,
        Optional<String> bundle,
        Optional<Long> sequence,
        Optional<String> otherName,
        Optional<Instant> otherNameAt,
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

    static ClientJson of(Client client, Barrier barrier) {
        return of(client, barrier, Optional.empty());
    }

    static ClientJson of(Client client, Barrier barrier, List<StoredTransition> history) {
        return of(client, barrier, Optional.of(history.stream().map(Step::of).toList()));
    }

    private static ClientJson of(Client client, Barrier barrier, Optional<List<Step>> history) {
        Optional<Wait> waits = client.waitsFor(barrier);
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
                waits.map(wait -> wait.waitFor().word()),
                client.waitUntil().or(() -> waits.flatMap(Wait::until)),
                client.wave(),
                client.approvalCode(),
                new Agent(client.agent().name(), client.agent().version()),
                new Platform(
                        client.platform().os(),
                        client.platform().arch(),
                        client.platform().java()),
                client.capabilities(),
                client.token(),
                client.bundle(),
                client.sequence(),
                client.otherName(),
                client.otherNameAt(),
                history);
    }
}
