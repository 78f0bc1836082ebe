/**
 * The manual pages: made from what picocli knows of the commands, when Parley is built (decision 115).
 */
@NullMarked
package parley.cli.manual;

import org.jspecify.annotations.NullMarked;
