package parley.server.events;

import java.util.Optional;

/**
 * Says that something was committed, on whatever node. It carries no content: a listener reads what it needs.
 *
 * @param task the task's id
 * @param client the row id of the client that changed; empty when the task itself changed
 */
public record Signal(String task, Optional<String> client) {}
