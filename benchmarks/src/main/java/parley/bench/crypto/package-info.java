/** The handshake and the records, both ends in memory, beside what else does the same; measured with JMH. */
@NullMarked
package parley.bench.crypto;

import org.jspecify.annotations.NullMarked;
