/** Takes the downloaded contents, goes on where a download was cut off, and makes the bundle's links. */
@NullMarked
package parley.apply.internal.transfer;

import org.jspecify.annotations.NullMarked;
