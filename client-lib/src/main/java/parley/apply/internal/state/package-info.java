/** What is in a destination and where it came from, in {@code .parley/state}. */
@NullMarked
package parley.apply.internal.state;

import org.jspecify.annotations.NullMarked;
