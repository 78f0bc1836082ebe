/**
 * Requests that may be sent twice: whoever got no answer sends the same request with the same {@code Idempotency-Key}
 * again, and what it makes is made once (after draft-ietf-httpapi-idempotency-key-header).
 *
 * <p>Does not keep answers, since they contain join tokens, which are shown once: who repeats a request learns what it
 * made,
 * without the secret.
 */
@NullMarked
package parley.server.idempotency;

import org.jspecify.annotations.NullMarked;
