/**
 * API keys and signing in over REST.
 */
@NullMarked
package parley.server.access.api;

import org.jspecify.annotations.NullMarked;
