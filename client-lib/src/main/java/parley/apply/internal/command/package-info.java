/** Runs the operator's check and run commands, with limits of time and output. */
@NullMarked
package parley.apply.internal.command;

import org.jspecify.annotations.NullMarked;
