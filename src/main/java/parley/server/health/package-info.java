/**
 * The health of the server: {@code /health} for load balancers, {@code GET /server} for people, and the check of the
 * process that started it.
 *
 * <p>Promises that "ready" means that the database answers and blobs can be stored, and that no request is served
 * before the server has started. The metrics in {@code /metrics} are counted in their own packages.
 */
@NullMarked
package parley.server.health;

import org.jspecify.annotations.NullMarked;
