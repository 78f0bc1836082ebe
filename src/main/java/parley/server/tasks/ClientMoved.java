package parley.server.tasks;

import java.util.List;
import parley.message.Message;
import parley.server.negotiation.Step;
import parley.server.negotiation.Transition;

/**
 * A client's record has changed, durably. Fired after the commit, on the thread that caused it; who misses it (another
 * node, a crash in between) finds out by looking.
 *
 * @param client the row's id
 * @param fromOutside whether the server or an operator caused it rather than a message of the client: then what the step
 *     sends has still to be pushed to the client's session
 * @param before where the client stood until then
 * @param after where it stands now
 */
public record ClientMoved(
        String client, String task, String name, Step step, boolean fromOutside, Stance before, Stance after) {

    public List<Transition> transitions() {
        return step.transitions();
    }

    public List<Message> push() {
        return fromOutside ? step.send() : List.of();
    }
}
