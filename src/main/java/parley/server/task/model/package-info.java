/**
 * The rows of tasks, targets, clients, offers and reports, as JPA entities, and the JSON of policies. An entity
 * changes only by its named methods, which check its own rules; {@code service} decides which of them is called, when,
 * and in which transaction.
 */
@NullMarked
package parley.server.task.model;

import org.jspecify.annotations.NullMarked;
