/**
 * Lists, pages and counts of tasks and clients for REST and the rollout. Reads only.
 */
@NullMarked
package parley.server.task.query;

import org.jspecify.annotations.NullMarked;
