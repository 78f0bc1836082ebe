/**
 * Join tokens and the server's own identity: who may enrol, and the secrets for that.
 *
 * <p>Promises that a token's text is only in the answer that made it; that private keys and keys derived from PSKs are
 * stored wrapped under a master key that is not in the database; and that a token never admits more clients than its
 * limit, also over several nodes. The PSK itself is not stored at all. Knows tasks by their id only.
 */
@NullMarked
package parley.server.tokens;

import org.jspecify.annotations.NullMarked;
