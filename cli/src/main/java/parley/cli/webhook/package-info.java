/**
 * {@code parley webhook …}: URLs that the server sends events to.
 */
@NullMarked
package parley.cli.webhook;

import org.jspecify.annotations.NullMarked;
