/** The base of all commands: the shell, {@code --json}, the server. */
@NullMarked
package parley.cli.base;

import org.jspecify.annotations.NullMarked;
