/**
 * Reads and writes files below one folder by handles, so that no link leads out of it; knows the layout of
 * {@code .parley}.
 */
@NullMarked
package parley.apply.internal.disk;

import org.jspecify.annotations.NullMarked;
