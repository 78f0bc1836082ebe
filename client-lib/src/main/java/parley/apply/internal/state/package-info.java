/** What stands in a destination and from where, as {@code .parley/state} has it. */
@NullMarked
package parley.apply.internal.state;

import org.jspecify.annotations.NullMarked;
