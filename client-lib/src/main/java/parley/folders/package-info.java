/**
 * Where a user's state, data and caches belong on this machine, and the removal of whole folders. Knows nothing but the
 * JDK; client, CLI and server use it.
 */
@NullMarked
package parley.folders;

import org.jspecify.annotations.NullMarked;
