package parley.server.task.service;

import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.SeenState;

/**
 * What became of a client, durably.
 *
 * @param before where the client and its task stood until then
 * @param after where they stand now
 */
public record ClientChange(NegotiationStep step, SeenState before, SeenState after) {}
