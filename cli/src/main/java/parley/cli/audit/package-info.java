/**
 * {@code parley audit …}: who did what.
 */
@NullMarked
package parley.cli.audit;

import org.jspecify.annotations.NullMarked;
