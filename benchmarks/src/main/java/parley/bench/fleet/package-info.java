/** Fleets of real clients of the library, all in this JVM: joining, waiting, and coming back all at once. */
@NullMarked
package parley.bench.fleet;

import org.jspecify.annotations.NullMarked;
