/**
 * What this machine has from Parley, according to its folders: commands that need no server.
 *
 * <p>Reading changes nothing. Before a restore or a removal the command names what it will do, and asks.
 */
@NullMarked
package parley.cli.machine;

import org.jspecify.annotations.NullMarked;
