/**
 * What commands are made of: the shell they run in, {@code --json}, the server they talk to.
 */
@NullMarked
package parley.cli.base;

import org.jspecify.annotations.NullMarked;
