/** Makes a plan of an agreed list of changes, or says why it cannot; only reads the destination. */
@NullMarked
package parley.apply.internal.plan;

import org.jspecify.annotations.NullMarked;
