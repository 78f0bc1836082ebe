/** Webhooks over REST. */
@NullMarked
package parley.server.webhooks.api;

import org.jspecify.annotations.NullMarked;
