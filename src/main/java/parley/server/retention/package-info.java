/**
 * Deletes what is old: tasks that have ended, then bundles that nothing needs any more; and finishes deletions by hand.
 *
 * <p>By default nothing is deleted for its age. What is needed stays whatever its age: see decision 120. Every step is
 * a small transaction, so a server that is killed goes on where it was, and several nodes may do it at once.
 */
@NullMarked
package parley.server.retention;

import org.jspecify.annotations.NullMarked;
