package parley.server.tokens;

import java.time.Duration;

/**
 * What a token gets that is asked for without it.
 *
 * @param expiresIn for how long it admits clients
 * @param maxClients how many it admits
 */
public record TokenTerms(Duration expiresIn, int maxClients) {}
