/** Large bundles and large destinations, beside rsync. */
@NullMarked
package parley.bench.large;

import org.jspecify.annotations.NullMarked;
