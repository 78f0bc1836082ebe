/**
 * What {@code parley join} does around the client library: finds the token and the folder, asks the person, shows how
 * it goes, says how it ended.
 *
 * <p>Promised: nothing is written into the folder before the person, or {@code --yes}, has agreed to the changes that
 * were shown.
 */
package parley.cli.join;
