/**
 * What this machine has from Parley, as its folders tell: commands that need no server.
 *
 * <p>A look changes nothing. What is brought back or forgotten is named before, and asked about.
 */
package parley.cli.machine;
