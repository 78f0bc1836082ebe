/**
 * Who may do what: API keys and their roles, sign-in for the page, and over which transport the admin traffic may come.
 *
 * <p>Promises that nothing but the session endpoint answers over plain http to anyone who is not on this machine, that
 * a REST resource without an annotation is open to admins only, and that neither keys nor codes nor cookies can be read
 * from the database. Clients are none of its business: they prove themselves with tokens.
 */
package parley.server.access;
