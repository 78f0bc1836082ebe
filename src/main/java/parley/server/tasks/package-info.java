/**
 * Tasks and the clients in them, durably: entities, what operators do with them, and the one way in which a client's
 * record changes ({@link parley.server.tasks.Clients}: one locked row, one transaction, one {@code Step}).
 *
 * <p>What a message means is decided in {@code negotiation}, when time is up in {@code rollout}; who is connected and
 * how is the matter of {@code sessions}. {@code api} is the REST side.
 */
package parley.server.tasks;
