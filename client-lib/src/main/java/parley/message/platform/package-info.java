/**
 * Operating systems as far as bundles depend on them: what a client says that it runs on, and which names of files each
 * system cannot have or takes for one.
 *
 * <p>The rules of systems only: what one disk adds to them is found by the client on that disk.
 */
@NullMarked
package parley.message.platform;

import org.jspecify.annotations.NullMarked;
