/**
 * Makes a bundle on the operator's machine: chooses which files, links and folders are shipped and which are left
 * out. And {@code parley bundle …}, which lists and deletes those of the server.
 *
 * <p>Does not repeat the checks of the server; the server decides, and its warnings are shown.
 */
@NullMarked
package parley.cli.bundle;

import org.jspecify.annotations.NullMarked;
