/**
 * Repeatable requests: a caller without an answer sends the same request with the same {@code Idempotency-Key} again,
 * and it is executed once (after draft-ietf-httpapi-idempotency-key-header).
 *
 * <p>Does not keep answers, since they contain join tokens, which are shown once: a repeat gets what was made, without
 * the secret.
 */
@NullMarked
package parley.server.idempotency;

import org.jspecify.annotations.NullMarked;
