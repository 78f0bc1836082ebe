/**
 * Reads task files: YAML within bounds, checked against the table of the policy's fields, with errors that name file,
 * line and column. Sends nothing.
 */
@NullMarked
package parley.cli.taskfile;

import org.jspecify.annotations.NullMarked;
