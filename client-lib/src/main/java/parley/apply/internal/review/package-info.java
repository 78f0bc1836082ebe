/** Reviews an offer: the inventory, the conflicts, the answer. */
@NullMarked
package parley.apply.internal.review;

import org.jspecify.annotations.NullMarked;
