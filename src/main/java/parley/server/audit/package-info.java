/**
 * Who did what: an append-only log in which every entry carries the hash of the one before.
 *
 * <p>Promises that an entry and what it tells of are in one transaction, and that a change, a gap or a swap of entries
 * is found by {@link parley.server.audit.AuditLog#verify}. Does not stop somebody who can write the database from
 * rewriting the whole chain: note the head's hash elsewhere to notice that.
 */
@NullMarked
package parley.server.audit;

import org.jspecify.annotations.NullMarked;
