/** What ends a session, an update or a run, and the texts for it: what happened, why, what to do next. */
@NullMarked
package parley.client.internal.failure;

import org.jspecify.annotations.NullMarked;
