/** Keeps what updates replace, as long as the limits allow. */
package parley.apply.internal.backup;
