/**
 * Bundles over REST.
 */
@NullMarked
package parley.server.bundles.api;

import org.jspecify.annotations.NullMarked;
