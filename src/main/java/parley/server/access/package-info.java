/**
 * Access control: API keys and their roles, sign-in for the page, and the transport of admin traffic.
 *
 * <p>Promises that nothing but the session endpoint answers over plain http to anyone who is not on this machine, that
 * only admins may call a REST resource without an annotation, and that neither keys nor codes nor cookies can be read
 * from the database. Clients are out of scope: they authenticate with tokens.
 */
@NullMarked
package parley.server.access;

import org.jspecify.annotations.NullMarked;
