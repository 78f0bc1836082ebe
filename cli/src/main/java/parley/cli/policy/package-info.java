/**
 * The policy of a task on the command line: options into the JSON of REST, and that JSON into words.
 *
 * <p>Only the form of an option is judged here; what a policy may be is the server's word.
 */
@NullMarked
package parley.cli.policy;

import org.jspecify.annotations.NullMarked;
