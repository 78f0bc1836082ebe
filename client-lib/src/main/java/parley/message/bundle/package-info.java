/**
 * The parts of bundles, offers and inventories: paths, entries, digests and changes, with the rules of
 * docs/protocol.md §7 for each of them.
 *
 * <p>Constructors check the rules. Pure: nothing here reads a file or a disk, so a machine may not be able to have a
 * path that is valid here ({@link parley.message.platform.PlatformNames}) or the path may lead through a link there.
 */
@NullMarked
package parley.message.bundle;

import org.jspecify.annotations.NullMarked;
