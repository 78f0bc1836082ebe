/** Turns an agreed list of changes into a plan, or says why not; only looks at the destination. */
@NullMarked
package parley.apply.internal.plan;

import org.jspecify.annotations.NullMarked;
