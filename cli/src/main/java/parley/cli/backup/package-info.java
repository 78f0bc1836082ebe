/**
 * Back-ups of a server as files: what is in them, and how a data folder is restored from one.
 *
 * <p>Promises that nothing of an archive is used before all of it was checked, and that a restore that was killed
 * leaves the former state or a folder that no server starts from. Out of scope: whether the maker of an archive may
 * be trusted; it has a database that the server will run.
 */
@NullMarked
package parley.cli.backup;

import org.jspecify.annotations.NullMarked;
