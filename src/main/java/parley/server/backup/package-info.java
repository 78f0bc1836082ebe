/**
 * Back-ups of the running server, and what a server does that was restored from one.
 *
 * <p>Promises that a back-up has one consistent state of the H2 database and every blob that it refers to, and that a
 * restored server gives its next tasks greater numbers than any task that its clients know (decision 116). An external
 * database is not in it: its own tools back it up.
 */
@NullMarked
package parley.server.backup;

import org.jspecify.annotations.NullMarked;
