package parley.server.tokens;

import java.time.Duration;

/**
 * The defaults of a new token.
 *
 * @param expiresIn for how long it admits clients
 * @param maxClients how many it admits
 */
public record TokenTerms(Duration expiresIn, int maxClients) {}
