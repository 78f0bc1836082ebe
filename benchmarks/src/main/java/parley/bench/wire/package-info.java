/** The WAR's wire, beside plain endpoints of the same Payara. */
@NullMarked
package parley.bench.wire;

import org.jspecify.annotations.NullMarked;
