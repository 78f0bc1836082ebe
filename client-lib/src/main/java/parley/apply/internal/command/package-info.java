/** Runs the operator's check and run commands, with limits of time and output. */
package parley.apply.internal.command;
