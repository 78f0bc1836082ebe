/**
 * What commands are made of: the shell they run in, {@code --json}, the server they talk to.
 */
package parley.cli.base;
