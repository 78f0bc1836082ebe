package parley.server.task.decide;

import java.time.Instant;
import java.util.Optional;
import parley.message.ClientState;

/**
 * The state of a client with its explanation, which ends with the state.
 *
 * @param waitUntil until when a deferred client may stay away
 */
public record ClientStatus(ClientState state, Explanation explanation, Optional<Instant> waitUntil) {

    static ClientStatus of(ClientState state) {
        return new ClientStatus(state, Explanation.NONE, Optional.empty());
    }

    ClientStatus with(Explanation why) {
        return new ClientStatus(state, why, waitUntil);
    }

    ClientStatus until(Instant time) {
        return new ClientStatus(state, explanation, Optional.of(time));
    }
}
