/** What stands in a destination and from where, as {@code .parley/state} has it. */
package parley.apply.internal.state;
