/**
 * Sends the events of tasks to URLs: Standard Webhooks' signatures, CloudEvents' form.
 *
 * <p>Promises that each event that a webhook wants is delivered at least once and in the order of the event log, or is
 * in its list of failures; that a node that is killed at any time forgets nothing; that a target that hangs holds up no
 * other; and that no request goes to an address of a private network unless the configuration allows it. Does not
 * promise that an event comes only once: a receiver compares {@code webhook-id}.
 */
@NullMarked
package parley.server.webhooks;

import org.jspecify.annotations.NullMarked;
