/**
 * Join tokens and the server's own identity: who may enrol, and the secrets that this takes.
 *
 * <p>Promises that a token's text exists once, in the answer that made it; that private keys and what is derived from
 * PSKs are stored wrapped under a master key that is not in the database; and that a token never admits more clients
 * than it says, on however many nodes. The PSK itself is not stored at all. Knows tasks by their id only.
 */
package parley.server.tokens;
