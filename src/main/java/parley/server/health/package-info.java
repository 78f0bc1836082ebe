/**
 * How the server is doing: {@code /health} for load balancers, {@code GET /server} for people, and the watch over the
 * process that started it.
 *
 * <p>Promises that "ready" means that the database answers and blobs can be stored, and that no request is let in
 * before the server has started. What is counted in {@code /metrics}
 * is counted where it happens.
 */
@NullMarked
package parley.server.health;

import org.jspecify.annotations.NullMarked;
