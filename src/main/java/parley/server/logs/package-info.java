/**
 * The log of the server as lines of JSON ({@code PARLEY_LOG=json}), and the ids of task, client and session that each
 * line has.
 *
 * <p>Promises one object a line, whatever the message contains, and bounded lines. Does not promise that a message has
 * no secret: whoever logs leaves secrets out, and a test searches a server's log for those that it made.
 */
@NullMarked
package parley.server.logs;

import org.jspecify.annotations.NullMarked;
