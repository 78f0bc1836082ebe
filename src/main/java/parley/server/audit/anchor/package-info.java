/**
 * Anchors of the audit log: the number and the hash of an entry, under a code that only this server's master key makes.
 *
 * <p>The chain of hashes shows an entry that was changed, removed or put in between. It does not show a tail that was
 * cut off, or a chain that was computed anew, by somebody who can write the database. The anchor in the data folder
 * shows both, up to the entries of the last seconds; an exported checkpoint shows both also to somebody who does not
 * trust the data folder. Promises nothing against whoever has the master key.
 */
@NullMarked
package parley.server.audit.anchor;

import org.jspecify.annotations.NullMarked;
