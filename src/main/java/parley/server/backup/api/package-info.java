/**
 * Back-ups over REST.
 */
@NullMarked
package parley.server.backup.api;

import org.jspecify.annotations.NullMarked;
