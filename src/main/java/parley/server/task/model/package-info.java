/**
 * The rows of tasks, targets, clients and what was said with clients, as JPA entities, and how policies are read and
 * written. An entity changes only by its named methods, which keep its own rules; which of them is called, when, and in
 * which transaction is the matter of {@code service}.
 */
package parley.server.task.model;
