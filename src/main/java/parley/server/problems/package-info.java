/**
 * What a caller is told when something is wrong: problem+json (RFC 9457) with {@code title}, {@code detail}, {@code
 * hint} and {@code code}, whatever failed and wherever.
 *
 * <p>Promises that no stack trace, no class name and no page of the container ever leaves the server; what was not
 * foreseen is logged under an incident id, and only the id is told.
 */
package parley.server.problems;
