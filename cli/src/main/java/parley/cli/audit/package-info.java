/**
 * {@code parley audit …}: who did what.
 */
package parley.cli.audit;
