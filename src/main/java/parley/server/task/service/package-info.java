/**
 * What is done to tasks and clients, each in one transaction that also writes the audit entry and the event: creating,
 * starting, pausing, ending tasks; admitting, moving, retrying, revoking, forgetting clients. A client's record changes
 * in one way only ({@link parley.server.task.service.Clients}: one locked row, one step of the negotiation, one
 * transaction).
 *
 * <p>Nothing has to be called by hand after a transaction: its event tells sessions, rollout and watchers.
 */
package parley.server.task.service;
