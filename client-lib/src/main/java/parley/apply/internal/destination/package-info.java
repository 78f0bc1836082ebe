/** One destination: opens and locks it, checks its links and mounts, and knows which paths it can have. */
@NullMarked
package parley.apply.internal.destination;

import org.jspecify.annotations.NullMarked;
