/**
 * Operating systems as far as bundles depend on them: what a client says that it runs on, and which file names each
 * system cannot have or treats as one.
 *
 * <p>Only the rules of systems: the client finds the rules of its disk.
 */
@NullMarked
package parley.message.platform;

import org.jspecify.annotations.NullMarked;
