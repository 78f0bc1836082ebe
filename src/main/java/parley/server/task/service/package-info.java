/**
 * Changes of tasks and clients, each in one transaction that also writes the audit entry and the event: creating,
 * starting, pausing, ending tasks; admitting, moving, retrying, revoking, forgetting clients. A client's record
 * changes in one way only ({@link parley.server.task.service.Clients}: one locked row, one step of the negotiation,
 * one transaction).
 *
 * <p>No code has to be called after a transaction: its event signals sessions, rollout and watchers.
 */
@NullMarked
package parley.server.task.service;

import org.jspecify.annotations.NullMarked;
