package parley.server.task.api;

import java.util.List;
import java.util.Optional;
import parley.message.bundle.Digest;
import parley.message.json.Word;
import parley.server.task.decide.UndoChoice;
import parley.server.task.model.UndoClient;
import parley.server.task.query.UndoQueries;

/**
 * What the clients that have succeeded in a task go back to when it is undone, or have gone back to.
 *
 * @param task the task that is undone
 * @param by the task that does it; absent: nobody has undone it yet
 * @param goBack how many go back
 * @param stay how many do not
 * @param clients the first {@link #MAX_CLIENTS} of them by name
 */
public record UndoJson(String task, Optional<String> by, long goBack, long stay, List<Entry> clients) {

    /** The most clients that are listed; the numbers are of all. */
    static final int MAX_CLIENTS = 1_000;

    /**
     * One client.
     *
     * @param bundle the digest of what it goes back to
     * @param obstacle why it stays as it is: nothing_before, or changed_since by a task that started later
     */
    public record Entry(String name, String clientId, Optional<String> bundle, Optional<String> obstacle) {}

    /** Of a task that nobody has undone. */
    static UndoJson preview(String task, List<UndoQueries.Choice> choices) {
        return of(
                task,
                Optional.empty(),
                choices.stream()
                        .map(client -> entry(
                                client.name(),
                                client.clientId(),
                                client.choice().before().map(UndoChoice.Success::bundle),
                                client.choice().obstacle()))
                        .toList());
    }

    static UndoJson done(String task, String by, List<UndoClient> clients) {
        return of(
                task,
                Optional.of(by),
                clients.stream()
                        .map(client -> entry(client.name(), client.clientId(), client.bundle(), client.obstacle()))
                        .toList());
    }

    private static UndoJson of(String task, Optional<String> by, List<Entry> clients) {
        long goBack =
                clients.stream().filter(client -> client.bundle().isPresent()).count();
        return new UndoJson(
                task,
                by,
                goBack,
                clients.size() - goBack,
                clients.stream().limit(MAX_CLIENTS).toList());
    }

    private static Entry entry(
            String name, String clientId, Optional<Digest> bundle, Optional<UndoChoice.Obstacle> obstacle) {
        return new Entry(name, clientId, bundle.map(Digest::text), obstacle.map(Word::word));
    }
}
