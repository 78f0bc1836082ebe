package parley.server.task.decide;

import java.util.Optional;
import parley.message.ClientState;
import parley.message.Reason;

/** A step of a client from one state to another, as it stands in the history. */
public record Transition(
        long attempt,
        long seq,
        ClientState from,
        ClientState to,
        Optional<Reason> reason,
        Optional<String> detail,
        Optional<String> output) {}
