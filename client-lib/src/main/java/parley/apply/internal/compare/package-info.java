/** Compares the contents of two states of a file, for whoever decides a conflict. */
package parley.apply.internal.compare;
