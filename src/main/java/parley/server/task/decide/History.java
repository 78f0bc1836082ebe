package parley.server.task.decide;

import java.util.Optional;

/** The history of a client, as far as the negotiation needs it. */
public interface History {

    /** Whether this offer was ever made to this client in this task. */
    boolean offered(String offer);

    /** How many offers were made to this client in this task. */
    long offers();

    /** How many steps this client has made in this task. */
    long steps();

    /** The fingerprint of the content of report number {@code seq}, empty if it was never accepted. */
    Optional<String> report(long seq);
}
