/** Compares the contents of two states of a file, for the decision of a conflict. */
@NullMarked
package parley.apply.internal.compare;

import org.jspecify.annotations.NullMarked;
