/**
 * The policy of a task on the command line: makes JSON of options, and sentences of JSON.
 *
 * <p>Only the form of an option is checked here; the server checks the policy.
 */
@NullMarked
package parley.cli.policy;

import org.jspecify.annotations.NullMarked;
