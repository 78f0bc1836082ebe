/** What every part of the benchmark is made of: its shape, its arguments, its figures, and the report. */
@NullMarked
package parley.bench.base;

import org.jspecify.annotations.NullMarked;
