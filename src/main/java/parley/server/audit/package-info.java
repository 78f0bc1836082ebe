/**
 * Who did what: an append-only log in which every entry has the hash of the one before.
 *
 * <p>Promises that an entry and its change are in one transaction, and that
 * {@link parley.server.audit.AuditLog#verify} finds a change, a gap or a swap of entries. Somebody who can write to
 * the database can rewrite the whole chain: store the head's hash elsewhere to notice that.
 */
@NullMarked
package parley.server.audit;

import org.jspecify.annotations.NullMarked;
