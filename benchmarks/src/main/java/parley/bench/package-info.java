/**
 * {@code ./bench}: which parts there are, and the run of them. Linux only. Figures are for comparison within one run.
 */
@NullMarked
package parley.bench;

import org.jspecify.annotations.NullMarked;
