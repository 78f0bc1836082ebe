/**
 * {@code parley client …}: clients as the server knows them.
 */
package parley.cli.client;
