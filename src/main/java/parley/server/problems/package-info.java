/**
 * Error answers: problem+json (RFC 9457) with {@code title}, {@code detail}, {@code hint} and {@code code}, for every
 * failure.
 *
 * <p>Promises that no stack trace, no class name and no page of the container ever leaves the server; an unexpected
 * failure is logged under an incident id, and the answer has only the id.
 */
@NullMarked
package parley.server.problems;

import org.jspecify.annotations.NullMarked;
