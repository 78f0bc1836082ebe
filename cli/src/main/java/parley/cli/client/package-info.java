/** {@code parley client …}: the clients of a task on the server. */
@NullMarked
package parley.cli.client;

import org.jspecify.annotations.NullMarked;
