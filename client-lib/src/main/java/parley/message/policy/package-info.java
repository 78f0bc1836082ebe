/**
 * The policy of a task: one table of its fields ({@link parley.message.policy.PolicyFields}), from which the server
 * takes its checks, the command line its options, the page its form, and docs/rest.md its table.
 *
 * <p>A new field is one entry of that table, and the code that acts on its value. Pure: knows no server, terminal or
 * file; every type is immutable.
 */
@NullMarked
package parley.message.policy;

import org.jspecify.annotations.NullMarked;
