/** The servers that are measured, each a process of its own, and what {@code /proc} and the JVM say of them. */
@NullMarked
package parley.bench.process;

import org.jspecify.annotations.NullMarked;
