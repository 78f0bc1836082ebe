/** Keeps what updates replace, as long as the limits allow. */
@NullMarked
package parley.apply.internal.backup;

import org.jspecify.annotations.NullMarked;
