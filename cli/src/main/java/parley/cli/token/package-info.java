/**
 * {@code parley token …}: join tokens, which are shown once.
 */
package parley.cli.token;
