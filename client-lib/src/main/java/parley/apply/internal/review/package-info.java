/** Looks at an offer: the inventory, the conflicts, the answer. */
package parley.apply.internal.review;
