/** How long programs take until they are there, and what they weigh then. */
@NullMarked
package parley.bench.start;

import org.jspecify.annotations.NullMarked;
