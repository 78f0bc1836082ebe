package parley.server.events;

import java.util.Optional;

/**
 * A signal that something was committed, on any node. It has no content: a listener reads what it needs.
 *
 * @param task the task's id
 * @param client the row id of the changed client; empty if the task itself changed
 */
public record Signal(String task, Optional<String> client) {}
