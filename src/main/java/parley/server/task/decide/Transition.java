package parley.server.task.decide;

import parley.message.ClientState;

/**
 * A step of a client from one state to another, as in the history.
 *
 * @param seq number of the last report that was accepted before or with it
 */
public record Transition(long attempt, long seq, ClientState from, ClientState to, Explanation why) {

    static Transition between(ClientRecord from, ClientRecord to) {
        return new Transition(
                to.attempt(), to.seq(), from.state(), to.state(), to.status().explanation());
    }
}
