package parley.server.task.api;

import java.util.Optional;
import parley.message.ClientState;
import parley.message.TaskState;
import parley.message.json.Word;
import parley.server.problems.Problem;
import parley.server.storage.Search;
import parley.server.task.selector.Selector;
import parley.server.task.selector.SelectorException;

/** The filters of lists of tasks and clients, read from a request. */
final class Filters {

    private Filters() {}

    static Search search(String text) {
        if (text.length() > Search.MAX_LENGTH) {
            throw Problem.invalid("search has more than " + Search.MAX_LENGTH + " characters.", "Shorten it.");
        }
        if (text.indexOf('\0') >= 0) {
            throw Problem.invalid("search has a NUL character.", "Remove it.");
        }
        return new Search(text);
    }

    /** The labels of tasks. */
    static Selector labels(String selector) {
        try {
            return Selector.parse(selector);
        } catch (SelectorException e) {
            throw Problem.invalid(
                    "labels is no label selector: " + e.getMessage() + ".",
                    "For example labels=team=web,env in (prod,stage), percent-encoded.");
        }
    }

    static Optional<ClientState> clientState(Optional<String> word) {
        return word.map(text -> Word.of(ClientState.class, text)
                .orElseThrow(() -> Problem.invalid(
                        "There is no such state of a client.", "GET /openapi lists the states of clients.")));
    }

    static Optional<TaskState> taskState(Optional<String> word) {
        return word.map(text -> Word.of(TaskState.class, text)
                .orElseThrow(() -> Problem.invalid(
                        "There is no such state of a task.",
                        "It is one of draft, open, paused, finished, cancelled, expired.")));
    }
}
