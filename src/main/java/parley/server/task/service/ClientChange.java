package parley.server.task.service;

import parley.server.task.decide.NegotiationStep;
import parley.server.task.model.SeenState;

/**
 * A durable change of a client.
 *
 * @param before the state of the client and its task before
 * @param after their state now
 */
public record ClientChange(NegotiationStep step, SeenState before, SeenState after) {}
