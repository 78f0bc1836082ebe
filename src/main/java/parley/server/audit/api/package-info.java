/**
 * The audit log over REST.
 */
@NullMarked
package parley.server.audit.api;

import org.jspecify.annotations.NullMarked;
