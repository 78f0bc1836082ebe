/**
 * {@code parley join} around the client library: finds the token and the folder, asks the person, shows the progress
 * and the outcome.
 *
 * <p>Promised: nothing is written into the folder before a person, or {@code --yes}, has agreed to the shown changes.
 */
@NullMarked
package parley.cli.join;

import org.jspecify.annotations.NullMarked;
