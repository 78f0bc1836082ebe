package parley.server.tasks;

import parley.server.negotiation.Step;

/**
 * What became of a client, durably.
 *
 * @param before where the client and its task stood until then
 * @param after where they stand now
 */
public record ClientChange(Step step, Stance before, Stance after) {}
