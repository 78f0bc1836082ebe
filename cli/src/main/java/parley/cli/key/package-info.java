/**
 * {@code parley key …}: API keys of operators and programs.
 */
package parley.cli.key;
